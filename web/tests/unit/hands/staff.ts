// Accounts, passkeys and a person who acts, in a test's hand, around the world of the visits.

import type { PasswordJudge } from "../../../src/call/password-rule.ts";
import type { StaffPorts } from "../../../src/call/staff-ports.ts";
import type { StaffPage, StaffView } from "../../../src/call/view.ts";
import { PasskeyError, type PasskeyFailure } from "../../../src/seal/passkey.ts";
import type { Accounts } from "../../../src/wire/accounts.ts";
import { Refusal } from "../../../src/wire/api.ts";
import type {
  Access,
  AccountInfo,
  Colleague,
  ContactChange,
  EnrolmentInfo,
  ErrorCode,
  Held,
  PasswordChange,
  PasswordFinish,
  PasswordInfo,
  Proof,
  SessionInfo,
  WaysChanged,
} from "../../../src/wire/messages.ts";
import { CERTIFICATE, CLAIMED, HandSeal } from "./seal.ts";
import { HandMemory, ROOT_KEY, World } from "./world.ts";

type Method = keyof Accounts;

export const PRACTICE = {
  name: "Practice at the Canal",
  telephone: "020 123 4567",
  rootKey: ROOT_KEY,
  consent: { version: 1, en: "consent", nl: "toestemming" },
};

export function colleague(account: string, more: Partial<Colleague> = {}): Colleague {
  return {
    account,
    name: `${account} Bakker`,
    roles: ["clinician"],
    state: "active",
    expiresAt: null,
    keys: null,
    sealedSecret: null,
    ...more,
  };
}

/** One who has enrolled with the link that this administrator made. */
export function enrolled(account: string): Colleague {
  return colleague(account, { state: "enrolled", keys: CLAIMED, sealedSecret: "sealed" });
}

export const OWN_SESSION: SessionInfo = {
  session: "own",
  client: "Safari on Mac",
  beganAt: 10_000,
  seenAt: 10_000,
  own: true,
};

export class StaffWorld {
  readonly world = new World();
  /** Each question to the server about accounts, with what was said. */
  readonly heard: { readonly method: Method; readonly said: unknown }[] = [];
  /** What a question is refused with; `null`: the server cannot be reached. */
  readonly refusing = new Map<Method, ErrorCode | null>();
  /** Questions that get no answer until the test lets them. */
  readonly holding = new Map<Method, Promise<void>>();
  enrolment: EnrolmentInfo = { type: "firstStart", account: "me" };
  info: AccountInfo = {
    practice: PRACTICE,
    account: "me",
    name: "Dr Vermeer",
    roles: ["administrator", "clinician"],
    certificate: CERTIFICATE,
    vault: { vault: "vaultold", keys: [] },
    passkeys: [
      { credential: "phone", name: "iPhone", madeAt: 1_000, usedAt: 2_000 },
      { credential: "mac", name: "Mac", madeAt: 1_500, usedAt: null },
    ],
    password: null,
    sealedRoot: null,
    patient: null,
    sessions: [OWN_SESSION],
  };
  /** All that is held about a patient, beside the account. */
  held: Omit<Held, "account"> = { madeAt: 5_000, visits: [], entries: [] };
  accesses: Access[] = [];
  list: Colleague[] = [colleague("me", { roles: ["administrator", "clinician"] })];
  passkeyFails: PasskeyFailure | null = null;
  passkeysMade = 0;
  /** What the device was told to show beside the last passkey, in place of what the server says. */
  passkeyName: string | null = null;
  supported = true;
  /** The browser can offer passkeys where a user name is typed. */
  offerable = false;
  /** Has the person choose the passkey that is offered. */
  chooseOffered: () => void = () => undefined;
  /** Whether the lists of passwords arrive. */
  judgeFails = false;
  /** What the account's app shows; none is asked for where it is null. */
  appCode: string | null = null;
  /** Wrong codes until an attempt is over. */
  codesLeft = 5;
  /** Who is signed in has to show who they are before each of these. */
  readonly unproved = new Set<Method>();
  readonly seen = new Map<string, number>();
  path = "";
  /** The person presses or types something. */
  act: () => void = () => undefined;
  /** Workers that were started. */
  started = 0;
  readonly memories = new Map<string, HandMemory>();

  constructor() {
    this.world.memory.kept = { fragment: "" };
  }

  get seal(): HandSeal {
    return this.world.seal;
  }

  count(method: Method): number {
    return this.heard.filter((one) => one.method === method).length;
  }

  /** What was said with the last question of this kind. */
  said(method: Method): unknown {
    return this.heard.findLast((one) => one.method === method)?.said;
  }

  memoryOf(account: string): HandMemory {
    const memory = this.memories.get(account) ?? new HandMemory();
    if (!this.memories.has(account)) memory.clear();
    this.memories.set(account, memory);
    return memory;
  }

  private async answer<T>(method: Method, said: unknown, value: () => T): Promise<T> {
    this.heard.push({ method, said });
    await this.holding.get(method);
    const refusal = this.refusing.get(method);
    if (refusal === null) throw new TypeError("Failed to fetch");
    if (refusal !== undefined) throw new Refusal(refusal);
    return value();
  }

  /** Refused until it was proved who this is. */
  private acts<T>(method: Method, said: unknown, value: () => T): Promise<T> {
    return this.answer(method, said, () => {
      if (this.unproved.has(method)) throw new Refusal("proofNeeded");
      return value();
    });
  }

  private finishPassword<T>(method: Method, said: unknown, { code }: PasswordFinish, value: () => T): Promise<T> {
    return this.answer(method, said, () => {
      if (this.appCode === null || (code === this.appCode && this.codesLeft > 0)) return value();
      if (this.codesLeft === 0) throw new Refusal("badCredential");
      if (code === null) throw new Refusal("codeNeeded");
      this.codesLeft -= 1;
      throw new Refusal("badCredential");
    });
  }

  private prove(proof: Proof): Promise<void> {
    const proved = () => this.unproved.clear();
    if (proof.type === "password") return this.finishPassword("prove", proof, proof.finish, proved);
    return this.answer("prove", proof, proved);
  }

  private offered(signal: AbortSignal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.chooseOffered = () => resolve(this.passkey("offered"));
      signal.addEventListener("abort", () => reject(new PasskeyError("cancelled")));
    });
  }

  private see(upTo: number): void {
    this.accesses = this.accesses.map((one) => ({ ...one, seen: one.seen || one.at <= upTo }));
  }

  private async passkey(method: string): Promise<unknown> {
    if (this.passkeyFails) throw new PasskeyError(this.passkeyFails);
    await this.seal.offerPasskey("credential");
    this.passkeysMade += 1;
    return { id: `${method} ${this.passkeysMade}` };
  }

  private changeWays({ vault, passkey, remove, password }: WaysChanged): AccountInfo {
    const added = passkey ? [{ credential: "added", name: passkey.name, madeAt: 3_000, usedAt: null }] : [];
    const kept = this.info.passkeys.filter(({ credential }) => !remove.includes(credential));
    this.info = {
      ...this.info,
      vault,
      passkeys: [...kept, ...added],
      password: password ? passwordAfter(password) : this.info.password,
      sealedRoot: null,
    };
    return this.info;
  }

  private endSession(ended: string): AccountInfo {
    const { sessions } = this.info;
    if (!sessions.some(({ session }) => session === ended)) throw new Refusal("notFound");
    this.info = { ...this.info, sessions: sessions.filter(({ session }) => session !== ended) };
    return this.info;
  }

  private changeContact({ contact }: ContactChange): AccountInfo {
    const { patient } = this.info;
    this.info = { ...this.info, patient: patient && { ...patient, contact: contact.own } };
    return this.info;
  }

  get ports(): StaffPorts {
    const nothing = () => undefined;
    const { ports } = this.world;
    return {
      ...ports,
      startSeal: async () => {
        this.started += 1;
        const isInUse = this.seal.asked.length > 0 && !this.seal.ended;
        return isInUse ? new HandSeal() : await ports.startSeal();
      },
      accounts: {
        enrolment: (token) => this.answer("enrolment", token, () => this.enrolment),
        enrolmentPasskey: (said) => this.answer("enrolmentPasskey", said, () => ({ options: "creation" })),
        enrolmentPassword: (said) => this.answer("enrolmentPassword", said, () => ({ response: "response" })),
        finishEnrolment: (said) => this.answer("finishEnrolment", said, () => this.info),
        signIn: () => this.answer("signIn", null, () => ({ ceremony: "ceremony", options: "request" })),
        finishSignIn: (said) => this.answer("finishSignIn", said, () => this.info),
        signInWithCode: (said) => this.answer("signInWithCode", said, () => this.info),
        signInWithPassword: (said) =>
          this.answer("signInWithPassword", said, () => ({ ceremony: "ceremony", response: "ke2" })),
        finishPasswordSignIn: (said) => this.finishPassword("finishPasswordSignIn", said, said, () => this.info),
        prove: (said) => this.prove(said),
        accountPassword: (said) => this.answer("accountPassword", said, () => ({ response: "response" })),
        accountPasskey: () => this.answer("accountPasskey", null, () => ({ options: "creation" })),
        changeWays: (said) => this.acts("changeWays", said, () => this.changeWays(said)),
        account: () => this.answer("account", null, () => this.info),
        alive: () => this.answer("alive", null, nothing),
        signOut: (said) => this.answer("signOut", said, nothing),
        staff: () => this.answer("staff", null, () => ({ staff: this.list })),
        invite: (said) => this.acts("invite", said, nothing),
        certify: (said) => this.acts("certify", said, nothing),
        end: (said) => this.acts("end", said, nothing),
        endSession: (said) => this.acts("endSession", said, () => this.endSession(said.session)),
        signOutColleague: (said) => this.acts("signOutColleague", said, nothing),
        changeContact: (said) => this.answer("changeContact", said, () => this.changeContact(said)),
        held: () => this.answer("held", null, () => ({ account: this.info, ...this.held })),
        erase: () => this.acts("erase", null, nothing),
        accesses: () => this.answer("accesses", null, () => ({ accesses: this.accesses })),
        seeAccesses: (said) => this.answer("seeAccesses", said, () => this.see(said.upTo)),
      },
      passkeys: {
        create: (_seal, _options, name) => {
          this.passkeyName = name ?? null;
          return this.passkey("created");
        },
        use: (_seal, _options, offered) => (offered ? this.offered(offered) : this.passkey("used")),
        supported: () => this.supported,
        offerable: async () => this.offerable,
      },
      judge: async () => {
        if (this.judgeFails) throw new TypeError("Failed to fetch");
        return JUDGE;
      },
      randomBytes: (count) => new Uint8Array(count).map((_, at) => at + 1),
      seen: {
        read: (account) => this.seen.get(account) ?? 0,
        write: (account, revision) => void this.seen.set(account, Math.max(revision, this.seen.get(account) ?? 0)),
        forget: (account) => void this.seen.delete(account),
      },
      memoryOf: (account) => this.memoryOf(account),
      onAct: (listener) => {
        this.act = listener;
        return () => {
          this.act = () => undefined;
        };
      },
      showPath: (path) => {
        this.path = path;
      },
      deviceName: "Mac",
    };
  }
}

function passwordAfter(change: PasswordChange): PasswordInfo | null {
  if (change.type === "remove") return null;
  const { userName, totp } = change.password;
  return { userName, totp: totp !== null, madeAt: 3_000, usedAt: null };
}

/** Knows three words, and takes each character beside them for a factor of ten. */
export const JUDGE: PasswordJudge = {
  listed: 49_000,
  isListed: (password) => password.toLowerCase() === "password123",
  estimate: (password, own) => {
    const word = own.find((one) => password.toLowerCase().includes(one));
    const rest = password.length - (word?.length ?? 0);
    return { guesses: 10 ** rest, why: word ? "userInputs" : "other" };
  },
};

type Views = { readonly [Page in StaffPage as Page["at"]]: Page["view"] };

/** The view model of the page that must be shown now. */
export function at<At extends keyof Views>(staff: StaffView, page: At): Views[At] {
  const shown = staff.page.value;
  if (shown.at !== page) throw new Error(`shown is ${shown.at}, not ${page}`);
  return shown.view as Views[At];
}
