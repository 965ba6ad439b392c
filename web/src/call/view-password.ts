// What the screens of passwords may know and do: making one with its code app, signing in with one, and showing again who one is. `ui` sees it through `view`.

import type { ReadonlySignal } from "@preact/signals";

/** Why a password is easy to guess, as far as that can be said. */
export const PASSWORD_WHYS = [
  "straightRow",
  "keyPattern",
  "simpleRepeat",
  "extendedRepeat",
  "sequences",
  "recentYears",
  "dates",
  "topTen",
  "topHundred",
  "common",
  "similarToCommon",
  "wordByItself",
  "namesByThemselves",
  "commonNames",
  "userInputs",
  "other",
] as const;
export type PasswordWhy = (typeof PASSWORD_WHYS)[number];

/** What is said of a password while it is typed. The last two are taken. */
export type PasswordAdvice =
  | { readonly state: "empty" }
  | { readonly state: "short"; readonly missing: number }
  | { readonly state: "checking" } // the lists are still on their way
  | { readonly state: "listed" } // among the breached ones
  | { readonly state: "guessable"; readonly why: PasswordWhy }
  | { readonly state: "needsApp" } // taken together with a code app
  | { readonly state: "enough" };

/** Why a password was not made, beside what is said of what was typed. */
export type PasswordTrouble =
  | "offline"
  | "tooMany"
  | "tooLate" // the practice's computer does not take what was made: it is made once more
  | "conflict" // the ways in were changed elsewhere meanwhile
  | "internal";

/** A code app to be: what it is told, as a picture and in writing. */
export interface CodeApp {
  /** An `otpauth` address, for the picture. */
  readonly address: string;
  /** The secret in groups of four, for typing. */
  readonly groups: readonly string[];
}

/** `rename`: everything is made, and only the user name is another account's. */
export type PasswordScreen = "choose" | "app" | "rename";

/** Making a password. What is typed stays with the screen until it is handed over. */
export interface PasswordMakingView {
  readonly practice: ReadonlySignal<string | null>;
  /** Steps done, of all; null where it is no step of a longer way. */
  readonly progress: ReadonlySignal<readonly [number, number]> | null;
  readonly screen: ReadonlySignal<PasswordScreen>;
  readonly userName: ReadonlySignal<string>;
  readonly advice: ReadonlySignal<PasswordAdvice>;
  /** How many breached passwords the list has, once it is here. */
  readonly listed: ReadonlySignal<number | null>;
  /** A code app is wanted, also where the password does without. */
  readonly withApp: ReadonlySignal<boolean>;
  readonly app: ReadonlySignal<CodeApp | null>;
  /** What was typed is not what the app shows. */
  readonly wrongCode: ReadonlySignal<boolean>;
  /** The user name is another account's. */
  readonly taken: ReadonlySignal<boolean>;
  /** What is waited for: the password being prepared, or what follows. */
  readonly busy: ReadonlySignal<"preparing" | "finish" | null>;
  readonly trouble: ReadonlySignal<PasswordTrouble | null>;
  setUserName(name: string): void;
  setWithApp(on: boolean): void;
  /** With each change of what is typed. */
  look(password: string): void;
  /** Takes the password, if the advice does. */
  choose(password: string): void;
  /** With a code that the app shows. */
  confirm(code: string): void;
  /** With the other user name. */
  rename(): void;
  back(): void;
}

/** Why a password did not lead in. */
export type PasswordSignInTrouble =
  | "wrong" // user name or password; nobody can tell which
  | "again" // the attempt is over: too many wrong codes, or too late
  | "passkey" // a passkey was chosen among what the browser fills in, and did not work
  | "notSetUp"
  | "offline"
  | "tooMany"
  | "vaultClosed"
  | "vaultOld"
  | "internal";

export interface PasswordSignInView {
  readonly screen: ReadonlySignal<"password" | "code">;
  /** The browser is asked to offer passkeys in the field of the user name. */
  readonly offersPasskeys: boolean;
  /** What is waited for: the password being tried, or the keys being opened. */
  readonly busy: ReadonlySignal<"trying" | "opening" | null>;
  readonly wrongCode: ReadonlySignal<boolean>;
  readonly trouble: ReadonlySignal<PasswordSignInTrouble | null>;
  signIn(userName: string, password: string): void;
  /** With the code that the app shows. */
  enterCode(code: string): void;
  /** From the code to the password, or to the other ways. */
  back(): void;
  /** To the recovery sheet. */
  toCode(): void;
}

export type ProofWay = "passkey" | "password" | "sheet";

export type ProofTrouble =
  | "notYou" // what was shown is not this account's
  | "mistyped" // cannot be the code of a sheet; nothing was sent
  | "again" // the attempt is over
  | "passkey" // the device did not use a passkey
  | "offline"
  | "tooMany"
  | "internal";

/** Showing again who one is, in front of any page. Whatever asked for it goes on afterwards, or stays as it was. */
export interface ProofView {
  /** Those of this account, in this browser. */
  readonly ways: readonly ProofWay[];
  readonly way: ReadonlySignal<ProofWay>;
  readonly userName: string | null;
  /** After the password, the code of the app is asked for. */
  readonly codeNeeded: ReadonlySignal<boolean>;
  readonly wrongCode: ReadonlySignal<boolean>;
  readonly busy: ReadonlySignal<boolean>;
  readonly trouble: ReadonlySignal<ProofTrouble | null>;
  choose(way: ProofWay): void;
  usePasskey(): void;
  usePassword(password: string): void;
  enterCode(code: string): void;
  /** With the code of the recovery sheet as it was typed. */
  useSheet(code: string): void;
  cancel(): void;
}
