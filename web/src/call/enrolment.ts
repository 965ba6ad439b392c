// Enrolling of staff: the first start of a practice, or a colleague's link. Ends with an account that is open. How its keys are made is in `new-keys`.

import { computed, signal } from "@preact/signals";
import { SealError, type SealWorker } from "../seal/port.ts";
import { Refusal } from "../wire/api.ts";
import { isPinned, isToken, isWhole } from "../wire/link.ts";
import type { EnrolmentInfo, StaffRole } from "../wire/messages.ts";
import { noteVault, type OpenAccount } from "./account.ts";
import { FIRST_CONSENT } from "./consent.ts";
import { type Claim, NewKeys } from "./new-keys.ts";
import { problem } from "./problems.ts";
import { cleanName } from "./said.ts";
import type { Scope } from "./scope.ts";
import type { StaffPorts } from "./staff-ports.ts";
import type { EnrolmentScreen, EnrolmentView, Problem, Welcome } from "./view.ts";

/** While the server cannot be reached. */
const ASK_AGAIN_MS = 3_000;

/** What the links of staff stand for. */
type Offer = Exclude<EnrolmentInfo, { type: "patient" }>;

const STEPS: Readonly<Record<Offer["type"], readonly EnrolmentScreen[]>> = {
  firstStart: ["practice", "you", "passkey", "sheet", "kept"],
  colleague: ["welcome", "passkey", "sheet", "kept"],
};

export interface EnrolmentOptions {
  readonly scope: Scope;
  readonly ports: StaffPorts;
  readonly token: string;
  readonly enrolled: (account: OpenAccount) => void;
  readonly toSignIn: () => void;
}

export class Enrolment implements EnrolmentView {
  readonly screen = signal<EnrolmentScreen>("loading");
  readonly practiceName = signal("");
  readonly telephone = signal("");
  readonly name = signal("");
  readonly holdsVisits = signal(true);
  readonly welcome = signal<Welcome | null>(null);
  readonly problem = signal<Problem | null>(null);
  readonly practice = computed(() => this.welcome.value?.practiceName ?? (cleanName(this.practiceName.value) || null));
  readonly progress = computed(() => [Math.max(0, this.step), this.steps.length] as const);
  readonly busy;
  readonly trouble;
  readonly sheet;
  readonly asked;
  readonly mistyped;
  readonly password;
  readonly hasPasskeys: boolean;

  private readonly options: EnrolmentOptions;
  private readonly fragment: string;
  private readonly keys: NewKeys;
  private info: Offer | null = null;

  constructor(options: EnrolmentOptions) {
    this.options = options;
    const kept = options.ports.memory.read();
    this.fragment = kept.fragment;
    this.practiceName.value = kept.practiceName ?? "";
    this.telephone.value = kept.telephone ?? "";
    this.name.value = kept.name ?? "";
    this.holdsVisits.value = kept.holdsVisits ?? true;
    this.keys = new NewKeys({
      scope: options.scope,
      ports: options.ports,
      token: options.token,
      practice: this.practice,
      progress: this.progress,
      at: () => this.screen.value,
      show: (screen) => {
        this.screen.value = screen;
      },
      name: () => this.name.value,
      isNameSealed: false,
      account: () => this.info?.account,
      startSeal: () => this.startSeal(),
      claim: (seal) => this.claim(seal),
      done: (account) => this.done(account),
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
    if (!ports.passkeys.supported() && ports.capability() === "insecurePage") return this.stop("insecurePage");
    if (!isToken(token)) return this.stop("enrolDamaged");
    try {
      const info = await ports.accounts.enrolment(token);
      if (scope.ended) return;
      await this.take(info);
    } catch (error) {
      if (scope.ended) return;
      if (this.refused(error)) return;
      if (error instanceof Refusal) return this.stop("internal");
      if (error instanceof SealError) return this.stop(reasonOf(error));
      this.stop("offline");
      scope.after(ports.clock, ASK_AGAIN_MS, () => void this.begin());
    }
  }

  private async take(info: EnrolmentInfo): Promise<void> {
    const { scope, token } = this.options;
    // A patient's link is of another address.
    if (info.type === "patient") return this.stop("enrolUnknown");
    if (info.type === "colleague") {
      if (!(await isWhole(token, this.fragment))) return this.stop("enrolDamaged");
      if (!(await isPinned(this.fragment, info.practice.rootKey))) return this.stop("practiceMismatch");
      this.info = info;
      const seal = await this.startSeal();
      seal.end();
      if (scope.ended) return;
    }
    this.info = info;
    this.problem.value = null;
    this.screen.value = this.steps[0] ?? "problem";
  }

  /** A new worker; a colleague's knows the link, and has found true what it says of the inviter. */
  private async startSeal(): Promise<SealWorker> {
    const { ports, token } = this.options;
    const { info } = this;
    const seal = await ports.startSeal();
    try {
      if (info?.type === "colleague") {
        const { practice, account, inviter, name, roles } = info;
        await seal.openEnrolment(token, this.fragment);
        const member = await seal.checkEnrolment({ rootKey: practice.rootKey, inviter, account });
        this.name.value = cleanName(name);
        this.welcome.value = {
          practiceName: practice.name,
          inviterName: cleanName(member.name),
          name: this.name.value,
          roles,
        };
      }
      return seal;
    } catch (error) {
      seal.end();
      throw error;
    }
  }

  // ---- the questions

  setPracticeName(practiceName: string): void {
    this.practiceName.value = practiceName;
    this.options.ports.memory.write({ practiceName });
  }

  setTelephone(telephone: string): void {
    this.telephone.value = telephone;
    this.options.ports.memory.write({ telephone });
  }

  setName(name: string): void {
    this.name.value = name;
    this.options.ports.memory.write({ name });
  }

  setHoldsVisits(holdsVisits: boolean): void {
    this.holdsVisits.value = holdsVisits;
    this.options.ports.memory.write({ holdsVisits });
  }

  next(): void {
    const screen = this.screen.value;
    if (screen === "practice" && cleanName(this.practiceName.value) === "") return;
    if (screen === "you" && cleanName(this.name.value) === "") return;
    if (screen === "practice" || screen === "you" || screen === "welcome" || screen === "sheet") this.move(1);
  }

  /** Once there are keys, the way back ends at their sheet. */
  back(): void {
    const screen = this.screen.value;
    if (this.busy.value !== null || screen === "sheet" || screen === "password") return;
    this.move(-1);
  }

  private move(by: 1 | -1): void {
    const next = this.steps[this.step + by];
    if (next === undefined) return;
    this.keys.clear();
    this.screen.value = next;
  }

  /** A password takes the place of the passkey. */
  private get step(): number {
    const screen = this.screen.value;
    return this.steps.indexOf(screen === "password" ? "passkey" : screen);
  }

  private get steps(): readonly EnrolmentScreen[] {
    return STEPS[this.info?.type ?? "firstStart"];
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
    if (this.info?.type === "colleague") {
      const { keys, vault, recoveryKey } = await seal.enrol();
      return { who: { type: "colleague", keys }, vault, recoveryKey };
    }
    const name = cleanName(this.name.value);
    const roles: StaffRole[] = this.holdsVisits.value ? ["administrator", "clinician"] : ["administrator"];
    const { rootKey, certificate, vault, recoveryKey } = await seal.found(name, roles);
    const telephone = cleanName(this.telephone.value) || null;
    const practice = { name: cleanName(this.practiceName.value), telephone, rootKey, consent: FIRST_CONSENT };
    return { who: { type: "founder", practice, name, roles, certificate }, vault, recoveryKey };
  }

  private async done(account: OpenAccount): Promise<void> {
    const { scope, ports, enrolled } = this.options;
    await noteVault(ports, account);
    if (scope.ended) return;
    ports.memory.clear();
    this.keys.handOver();
    enrolled(account);
  }

  // ---- the end

  retry(): void {
    if (!this.problem.value?.canRetry || this.problem.value.kind === "offline") return;
    this.problem.value = null;
    this.screen.value = "loading";
    void this.begin();
  }

  toSignIn(): void {
    this.options.ports.memory.clear();
    this.options.toSignIn();
  }

  /** Whether the link itself leads nowhere any more. */
  private refused(error: unknown): boolean {
    const code = error instanceof Refusal ? error.code : null;
    if (code === "unknownLink") this.stop("enrolUnknown");
    else if (code === "expiredLink") this.stop("enrolUsed");
    else return false;
    return true;
  }

  private stop(kind: Problem["kind"]): void {
    this.problem.value = problem(kind);
    this.screen.value = "problem";
  }
}

function reasonOf({ reason }: SealError): Problem["kind"] {
  if (reason === "linkDamaged") return "enrolDamaged";
  if (reason === "practiceMismatch") return "practiceMismatch";
  return reason === "badCertificate" || reason === "notAllowed" ? "enrolUnproved" : "internal";
}
