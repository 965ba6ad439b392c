// A patient makes an account with the link of their invitation, and goes back to it: nothing of the account stays in this page. How its keys are made is in `new-keys`.

import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type Contact, SealError, type SealWorker } from "../seal/port.ts";
import { Refusal } from "../wire/api.ts";
import { isPinned } from "../wire/link.ts";
import type { EnrolmentInfo } from "../wire/messages.ts";
import { readContact } from "./contact.ts";
import { type Claim, NewKeys } from "./new-keys.ts";
import { problem, problemOf, problemOfInvitation } from "./problems.ts";
import type { Scope } from "./scope.ts";
import type { StaffPorts } from "./staff-ports.ts";
import type { ContactWrong, PatientEnrolmentScreen, PatientEnrolmentView, Problem, ProblemKind } from "./view.ts";

/** While the server cannot be reached. */
const ASK_AGAIN_MS = 3_000;

type Offer = Extract<EnrolmentInfo, { type: "patient" }>;

const STEPS: readonly PatientEnrolmentScreen[] = ["purpose", "contact", "passkey", "sheet", "kept"];

export interface PatientEnrolmentOptions {
  readonly scope: Scope;
  readonly ports: StaffPorts;
  readonly token: string;
  readonly fragment: string;
  readonly practiceName: string;
  readonly hostName: string;
  /** As it was typed on the way to the visit. */
  readonly name: string;
  /** The account is there. */
  readonly made: (contact: Contact) => void;
  /** Back to the invitation. */
  readonly leave: () => void;
}

export class PatientEnrolment implements PatientEnrolmentView {
  readonly screen = signal<PatientEnrolmentScreen>("loading");
  readonly practice: ReadonlySignal<string | null>;
  readonly progress = computed(() => [Math.max(0, this.step), STEPS.length] as const);
  readonly hostName: string;
  readonly name = signal("");
  readonly email = signal("");
  readonly telephone = signal("");
  readonly wrong = signal<ContactWrong | null>(null);
  readonly problem = signal<Problem | null>(null);
  readonly signInAt: string;
  readonly busy;
  readonly trouble;
  readonly sheet;
  readonly asked;
  readonly mistyped;
  readonly password;
  readonly hasPasskeys: boolean;

  private readonly options: PatientEnrolmentOptions;
  private readonly keys: NewKeys;
  private info: Offer | null = null;

  constructor(options: PatientEnrolmentOptions) {
    this.options = options;
    const { scope, ports, token } = options;
    this.practice = signal(options.practiceName);
    this.hostName = options.hostName;
    this.name.value = options.name;
    this.signInAt = `${new URL(ports.origin).host}/sign-in`;
    this.keys = new NewKeys({
      scope,
      ports,
      token,
      practice: this.practice,
      progress: this.progress,
      at: () => this.screen.value,
      show: (screen) => {
        this.screen.value = screen;
      },
      name: () => this.name.value,
      isNameSealed: true,
      account: () => this.info?.account,
      startSeal: () => this.startSeal(),
      claim: (seal) => this.claim(seal),
      done: ({ seal }) => this.done(seal),
      refused: (error) => this.refused(error),
    });
    this.busy = this.keys.busy;
    this.trouble = this.keys.trouble;
    this.sheet = this.keys.sheet;
    this.asked = this.keys.asked;
    this.mistyped = this.keys.mistyped;
    this.password = this.keys.password;
    this.hasPasskeys = this.keys.hasPasskeys;
  }

  // ---- the link

  async begin(): Promise<void> {
    const { scope, ports, token } = this.options;
    try {
      const info = await ports.accounts.enrolment(token);
      if (scope.ended) return;
      await this.take(info);
    } catch (error) {
      if (scope.ended || this.refused(error)) return;
      if (error instanceof Refusal || error instanceof SealError) return this.stop(problemOf(error).kind);
      this.stop("offline");
      scope.after(ports.clock, ASK_AGAIN_MS, () => void this.begin());
    }
  }

  private async take(info: EnrolmentInfo): Promise<void> {
    const { scope, fragment } = this.options;
    if (info.type !== "patient") return this.stop("linkUnknown");
    if (!(await isPinned(fragment, info.practice.rootKey))) return this.stop("practiceMismatch");
    this.info = info;
    const seal = await this.startSeal();
    seal.end();
    if (scope.ended) return;
    this.problem.value = null;
    this.screen.value = "purpose";
  }

  /** A new worker, which knows the link, and has found true what it says of the clinician. */
  private async startSeal(): Promise<SealWorker> {
    const { ports, token, fragment } = this.options;
    const { info } = this;
    const seal = await ports.startSeal();
    try {
      if (info) {
        const { practice, host, visit, seat, account } = info;
        await seal.openPatient(token, fragment);
        await seal.checkPatient({ rootKey: practice.rootKey, host, visit, seat, account });
      }
      return seal;
    } catch (error) {
      seal.end();
      throw error;
    }
  }

  // ---- the questions

  setName(name: string): void {
    this.name.value = name;
    this.wrong.value = null;
  }

  setEmail(email: string): void {
    this.email.value = email;
    this.wrong.value = null;
  }

  setTelephone(telephone: string): void {
    this.telephone.value = telephone;
    this.wrong.value = null;
  }

  next(): void {
    const screen = this.screen.value;
    if (screen === "contact") {
      const contact = this.contact();
      this.wrong.value = typeof contact === "string" ? contact : null;
      if (this.wrong.value !== null) return;
    }
    if (screen === "purpose" || screen === "contact" || screen === "sheet") this.move(1);
  }

  /** Once there are keys, the way back ends at their sheet. */
  back(): void {
    const screen = this.screen.value;
    if (this.busy.value !== null) return;
    if (screen === "purpose" || screen === "loading") this.leave();
    else if (screen === "contact" || screen === "passkey" || screen === "kept") this.move(-1);
  }

  private move(by: 1 | -1): void {
    const next = STEPS[this.step + by];
    if (next === undefined) return;
    this.keys.clear();
    this.screen.value = next;
  }

  /** A password takes the place of the passkey. */
  private get step(): number {
    const screen = this.screen.value;
    return STEPS.indexOf(screen === "password" ? "passkey" : screen);
  }

  private contact(): Contact | ContactWrong {
    const [name, email, telephone] = [this.name.value, this.email.value, this.telephone.value];
    return readContact({ name, email, telephone });
  }

  // ---- the keys

  makePasskey(): void {
    this.keys.makePasskey();
  }

  usePassword(): void {
    this.keys.usePassword();
  }

  finish(first: string, second: string): void {
    this.keys.finish(first, second);
  }

  private async claim(seal: SealWorker): Promise<Claim> {
    const { info } = this;
    const contact = this.contact();
    if (!info || typeof contact === "string") throw new SealError("badArgument");
    const { keys, vault, recoveryKey, contact: sealed } = await seal.enrolPatient(contact);
    return { who: { type: "patient", account: info.account, keys, contact: sealed }, vault, recoveryKey };
  }

  /** The browser may be shared: the keys go at once, and nothing is noted here. */
  private done(seal: SealWorker): void {
    seal.end();
    this.keys.handOver();
    const contact = this.contact();
    if (typeof contact !== "string") this.options.made(contact);
    this.screen.value = "done";
  }

  // ---- the end

  retry(): void {
    if (!this.problem.value?.canRetry || this.problem.value.kind === "offline") return;
    this.problem.value = null;
    this.screen.value = "loading";
    void this.begin();
  }

  leave(): void {
    if (this.busy.value === null) this.options.leave();
  }

  /** Whether there is no account to be made with this link any more. */
  private refused(error: unknown): boolean {
    if (!(error instanceof Refusal)) return false;
    if (error.code === "conflict") void this.explain();
    else if (OF_LINK.has(error.code)) this.stop(problemOf(error).kind);
    else return false;
    return true;
  }

  /** The server says no more than that no account can be made: the visit may be over, or there is one already. */
  private async explain(): Promise<void> {
    const { scope, ports, token } = this.options;
    this.screen.value = "loading";
    const over = await ports.api.invitation(token).then(problemOfInvitation, () => null);
    if (!scope.ended) this.stop(over?.kind ?? "accountMade");
  }

  private stop(kind: ProblemKind): void {
    this.problem.value = problem(kind);
    this.screen.value = "problem";
  }
}

const OF_LINK: ReadonlySet<string> = new Set(["unknownLink", "expiredLink", "visitEnded", "visitCancelled"]);
