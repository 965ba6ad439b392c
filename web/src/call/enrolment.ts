// Enrolling: the first start of a practice, or a colleague's link. Ends with an account whose keys exist in the worker, sealed at the server,
// and on a sheet of paper.

import { computed, signal } from "@preact/signals";
import { SealError, type SealWorker } from "../seal/port.ts";
import { Refusal } from "../wire/api.ts";
import { isPinned, isToken, isWhole } from "../wire/link.ts";
import type {
  AccountInfo,
  Enrolled,
  EnrolmentInfo,
  Enrolment as Finish,
  NewPasskey,
  StaffRole,
} from "../wire/messages.ts";
import { noteVault, type OpenAccount } from "./account.ts";
import { FIRST_CONSENT } from "./consent.ts";
import { isUserNameTaken, type MadePassword, PasswordMaking } from "./password-making.ts";
import { problem } from "./problems.ts";
import { cleanName } from "./said.ts";
import type { Scope } from "./scope.ts";
import { Sheet } from "./sheet.ts";
import type { StaffPorts } from "./staff-ports.ts";
import { isTooLate, troubleOf, troubleOfPassword } from "./troubles.ts";
import type {
  EnrolmentScreen,
  EnrolmentTrouble,
  EnrolmentView,
  PasswordMakingView,
  PasswordTrouble,
  Problem,
  Welcome,
} from "./view.ts";

/** While the server cannot be reached. */
const ASK_AGAIN_MS = 3_000;

const STEPS: Readonly<Record<EnrolmentInfo["type"], readonly EnrolmentScreen[]>> = {
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

/** The worker with the new keys, and the way in that they are locked with. */
interface Made {
  readonly seal: SealWorker;
  readonly passkey: NewPasskey | null;
  readonly password: MadePassword | null;
}

export class Enrolment implements EnrolmentView {
  readonly screen = signal<EnrolmentScreen>("loading");
  readonly practiceName = signal("");
  readonly telephone = signal("");
  readonly name = signal("");
  readonly holdsVisits = signal(true);
  readonly welcome = signal<Welcome | null>(null);
  readonly busy = signal<"passkey" | "keys" | "finish" | null>(null);
  readonly trouble = signal<EnrolmentTrouble | null>(null);
  readonly sheet;
  readonly asked;
  readonly mistyped;
  readonly problem = signal<Problem | null>(null);
  readonly practice = computed(() => this.welcome.value?.practiceName ?? (this.practiceName.value.trim() || null));
  readonly progress = computed(() => [Math.max(0, this.step), this.steps.length] as const);
  readonly hasPasskeys: boolean;
  readonly password = signal<PasswordMakingView | null>(null);

  private readonly options: EnrolmentOptions;
  private readonly fragment: string;
  private readonly paper: Sheet;
  private info: EnrolmentInfo | null = null;
  private made: Made | null = null;
  private making: PasswordMaking | null = null;
  /** A worker in which a password is being made. */
  private passwordSeal: SealWorker | null = null;
  /** Told to the server again, should the first time fail. */
  private completed: Omit<Finish, "password"> | null = null;

  constructor(options: EnrolmentOptions) {
    this.options = options;
    this.hasPasskeys = options.ports.passkeys.supported();
    this.paper = new Sheet(options.ports);
    this.sheet = this.paper.written;
    this.asked = this.paper.asked;
    this.mistyped = this.paper.mistyped;
    const kept = options.ports.memory.read();
    this.fragment = kept.fragment;
    this.practiceName.value = kept.practiceName ?? "";
    this.telephone.value = kept.telephone ?? "";
    this.name.value = kept.name ?? "";
    this.holdsVisits.value = kept.holdsVisits ?? true;
    options.scope.own(() => this.dropKeys());
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
      if (error instanceof Refusal) return this.refused(error);
      if (error instanceof SealError) return this.stop(reasonOf(error));
      this.stop("offline");
      scope.after(ports.clock, ASK_AGAIN_MS, () => void this.begin());
    }
  }

  private async take(info: EnrolmentInfo): Promise<void> {
    const { scope, token } = this.options;
    if (info.type === "colleague") {
      if (!(await isWhole(token, this.fragment))) return this.stop("enrolDamaged");
      if (!(await isPinned(this.fragment, info.practice.rootKey))) return this.stop("practiceMismatch");
      const seal = await this.startSeal(info);
      seal.end();
      if (scope.ended) return;
    }
    this.info = info;
    this.problem.value = null;
    this.screen.value = this.steps[0] ?? "problem";
  }

  /** A new worker; a colleague's knows the link, and has found true what it says of the inviter. */
  private async startSeal(info: EnrolmentInfo): Promise<SealWorker> {
    const { ports, token } = this.options;
    const seal = await ports.startSeal();
    try {
      if (info.type === "colleague") {
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
    this.trouble.value = null;
    this.mistyped.value = false;
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

  // ---- the passkey and the keys

  makePasskey(): void {
    if (this.busy.value !== null || this.screen.value !== "passkey") return;
    this.busy.value = "passkey";
    this.trouble.value = null;
    void this.make().finally(() => {
      this.busy.value = null;
    });
  }

  private async make(): Promise<void> {
    const { scope, ports, token } = this.options;
    const { info } = this;
    if (!info) return;
    if (!ports.passkeys.supported()) return this.fail("unsupported");
    this.dropKeys();
    let seal: SealWorker | null = null;
    try {
      seal = await this.startSeal(info);
      const { options } = await ports.accounts.enrolmentPasskey({ token, name: cleanName(this.name.value) });
      const credential = await ports.passkeys.create(seal, options);
      this.busy.value = "keys";
      const passkey = { name: ports.deviceName, credential };
      await this.makeKeys(info, { seal, passkey, password: null });
    } catch (error) {
      seal?.end();
      if (scope.ended) return;
      if (error instanceof Refusal && isOfLink(error)) return this.refused(error);
      this.fail(troubleOf(error));
    }
  }

  /** After the way in: the keys, and the sheet that opens them too. */
  private async makeKeys(info: EnrolmentInfo, made: Made): Promise<void> {
    const recoveryCode = await made.seal.makeAccount(info.account);
    if (this.options.scope.ended) return made.seal.end();
    this.made = made;
    const practiceName = this.welcome.value?.practiceName ?? cleanName(this.practiceName.value);
    this.paper.write(recoveryCode, practiceName, cleanName(this.name.value));
    this.move(1);
  }

  // ---- a password in place of the passkey

  usePassword(): void {
    const { info } = this;
    if (this.busy.value !== null || this.screen.value !== "passkey" || !info) return;
    const { scope, ports, token } = this.options;
    this.trouble.value = null;
    this.making ??= new PasswordMaking({
      scope,
      ports,
      practice: this.practice,
      progress: this.progress,
      names: () => [this.practice.value, this.name.value],
      userName: "",
      withApp: false,
      seal: () => this.sealForPassword(info),
      ask: (request) => ports.accounts.enrolmentPassword({ token, request }),
      made: (password) => this.took(info, password),
      failed: (error) => this.failedPassword(error),
      back: () => {
        this.screen.value = this.completed ? "kept" : "passkey";
      },
    });
    this.password.value = this.making;
    this.screen.value = "password";
  }

  private async sealForPassword(info: EnrolmentInfo): Promise<SealWorker> {
    this.dropKeys();
    this.passwordSeal = await this.startSeal(info);
    return this.passwordSeal;
  }

  private async took(info: EnrolmentInfo, password: MadePassword): Promise<void> {
    if (this.made?.password === password) return await this.tell();
    const seal = this.passwordSeal;
    if (seal) await this.makeKeys(info, { seal, passkey: null, password });
  }

  private failedPassword(error: unknown): PasswordTrouble | null {
    if (!(error instanceof Refusal && isOfLink(error))) return troubleOfPassword(error);
    this.refused(error);
    return null;
  }

  // ---- the end

  finish(first: string, second: string): void {
    if (this.busy.value !== null || this.screen.value !== "kept" || !this.paper.holds(first, second)) return;
    this.busy.value = "finish";
    this.trouble.value = null;
    void this.complete().finally(() => {
      this.busy.value = null;
    });
  }

  private async complete(): Promise<void> {
    const { scope } = this.options;
    try {
      await this.tell();
    } catch (error) {
      if (scope.ended) return;
      if (error instanceof Refusal && isOfLink(error)) return this.refused(error);
      if (this.making && isUserNameTaken(error)) {
        this.making.askAnotherName();
        this.screen.value = "password";
        return;
      }
      if (isTooLate(error)) {
        this.dropKeys();
        this.screen.value = "passkey";
        return this.fail("tooLate");
      }
      this.fail(troubleOf(error));
    }
  }

  private async tell(): Promise<void> {
    const { scope, ports, enrolled } = this.options;
    const { info, made } = this;
    if (!info || !made) return;
    this.completed ??= await this.sealed(info, made);
    const password = (await made.password?.told()) ?? null;
    const account = await ports.accounts.finishEnrolment({ ...this.completed, password });
    if (scope.ended) return;
    const open = { seal: made.seal, info: account };
    await noteVault(ports, open);
    if (scope.ended) return;
    ports.memory.clear();
    this.made = null;
    this.passwordSeal = null;
    this.paper.forget();
    enrolled(open);
  }

  private async sealed(info: EnrolmentInfo, { seal, passkey }: Made): Promise<Omit<Finish, "password">> {
    const { token } = this.options;
    if (info.type === "colleague") {
      const { keys, vault, recoveryKey } = await seal.enrol();
      return { token, who: { type: "colleague", keys }, vault, passkey, recoveryKey };
    }
    const name = cleanName(this.name.value);
    const roles: StaffRole[] = this.holdsVisits.value ? ["administrator", "clinician"] : ["administrator"];
    const { rootKey, certificate, vault, recoveryKey } = await seal.found(name, roles);
    const telephone = cleanName(this.telephone.value) || null;
    const practice: AccountInfo["practice"] = {
      name: cleanName(this.practiceName.value),
      telephone,
      rootKey,
      consent: FIRST_CONSENT,
    };
    const who: Enrolled = { type: "founder", practice, name, roles, certificate };
    return { token, who, vault, passkey, recoveryKey };
  }

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

  private refused(error: Refusal): void {
    if (error.code === "unknownLink") this.stop("enrolUnknown");
    else if (error.code === "expiredLink") this.stop("enrolUsed");
    else this.stop("internal");
  }

  private fail(trouble: EnrolmentTrouble): void {
    this.trouble.value = trouble;
  }

  private stop(kind: Problem["kind"]): void {
    this.problem.value = problem(kind);
    this.screen.value = "problem";
  }

  private dropKeys(): void {
    this.made?.seal.end();
    this.passwordSeal?.end();
    this.made = null;
    this.passwordSeal = null;
    this.completed = null;
    this.paper.forget();
  }
}

/** The link itself leads nowhere any more. */
function isOfLink({ code }: Refusal): boolean {
  return code === "unknownLink" || code === "expiredLink";
}

function reasonOf({ reason }: SealError): Problem["kind"] {
  if (reason === "linkDamaged") return "enrolDamaged";
  if (reason === "practiceMismatch") return "practiceMismatch";
  return reason === "badCertificate" || reason === "notAllowed" ? "enrolUnproved" : "internal";
}
