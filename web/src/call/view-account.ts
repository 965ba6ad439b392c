// What the screens of one's own account may know and do: the recovery sheet, coming in by it, passkeys, sessions. `ui` sees it through `view`.

import type { ReadonlySignal } from "@preact/signals";
import type { AccessReason, DeskVisitView } from "./view.ts";
import type { PasswordMakingView } from "./view-password.ts";
import type { PasskeyTrouble, StaffRole } from "./view-staff.ts";

/** What is printed, and shown once. */
export interface RecoverySheet {
  readonly practiceName: string;
  readonly name: string;
  readonly at: Date;
  /** The code, in the groups in which it is written. */
  readonly groups: readonly string[];
}

/** A way of several screens, at whose end is a recovery sheet and the check that it was kept. */
export interface SheetWay {
  /** The practice's name, as soon as there is one. */
  readonly practice: ReadonlySignal<string | null>;
  /** Steps done, of all. */
  readonly progress: ReadonlySignal<readonly [number, number]>;
  /** What is waited for: the device's question, the keys being made, or the practice's computer. */
  readonly busy: ReadonlySignal<"passkey" | "keys" | "finish" | null>;
  readonly sheet: ReadonlySignal<RecoverySheet | null>;
  /** The two groups that are asked for, counted from 1. */
  readonly asked: ReadonlySignal<readonly [number, number]>;
  /** What was typed is not on the sheet. */
  readonly mistyped: ReadonlySignal<boolean>;
  /** From a question to the next one, or from the sheet to the check that it was kept. */
  next(): void;
  back(): void;
  /** Compares the two groups with the sheet, and completes the way. */
  finish(first: string, second: string): void;
}

/** Why a code from the sheet did not lead in, beside having been mistyped. */
export type CodeTrouble =
  | "unknown" // this practice does not know the code
  | "notSetUp" // there is no practice here yet
  | "offline"
  | "tooMany"
  | "vaultClosed" // the code is right, and does not open the keys
  | "vaultOld" // what the server handed out is older than what this browser has seen
  | "internal";

export interface CodeSignInView {
  readonly busy: ReadonlySignal<boolean>;
  /** What was typed cannot be a code; nothing was sent. */
  readonly mistyped: ReadonlySignal<boolean>;
  readonly trouble: ReadonlySignal<CodeTrouble | null>;
  /** With the code as it was typed. */
  signIn(code: string): void;
  /** Back to the other ways. */
  back(): void;
}

/** Why the ways in were not changed. */
export type WaysTrouble =
  | PasskeyTrouble
  | "offline"
  | "tooMany"
  | "tooLate" // what was made is no longer accepted: it is made once more
  | "full" // the practice's computer takes no more passkeys
  | "conflict" // they were changed elsewhere meanwhile
  | "internal";

export type RenewalScreen = "start" | "password" | "sheet" | "kept";

/** A new recovery sheet. */
export interface RenewalView extends SheetWay {
  /** `lost`: someone came in by the old sheet, and makes a passkey or a password in place of all there were. */
  readonly why: "lost" | "sheet";
  readonly screen: ReadonlySignal<RenewalScreen>;
  readonly trouble: ReadonlySignal<WaysTrouble | null>;
  readonly hasPasskeys: boolean;
  /** While a password is made in place of a passkey. */
  readonly password: ReadonlySignal<PasswordMakingView | null>;
  /** The passkey, where one is to be made, and the sheet. */
  make(): void;
  /** A password instead, for someone who came in by the old sheet. */
  usePassword(): void;
  /** Leaves everything as it was. */
  stop(): void;
  signOut(): void;
}

/** Who signed in to this account after this page did. */
export interface Newcomers {
  readonly count: number;
  /** The kind of browser of the latest, such as `Firefox on Android`. */
  readonly client: string;
}

/** One opening of a marked visit. */
export interface AccessView {
  readonly id: string;
  /** What the visit's person is called in lists. */
  readonly alias: string;
  /** Who opened it. */
  readonly name: string;
  readonly role: StaffRole;
  readonly reason: AccessReason;
  readonly at: Date;
  /** No officer has looked at it yet. */
  readonly fresh: boolean;
}

/** The openings of marked visits, for an officer. */
export interface OpeningsView {
  /** The latest first; null until they are known. */
  readonly all: ReadonlySignal<readonly AccessView[] | null>;
  /** How many of them no officer has looked at. */
  readonly fresh: ReadonlySignal<number>;
  readonly busy: ReadonlySignal<boolean>;
  /** The practice's computer could not be told that they were looked at. */
  readonly failed: ReadonlySignal<boolean>;
  /** Says that what is shown was looked at. */
  see(): void;
}

/** What someone who is signed in may do from everywhere. */
export interface AccountControls {
  readonly name: string;
  /** To the practice page, where that is another page than the present one. */
  readonly toPractice: (() => void) | null;
  /** To the desk, for those who hold visits. */
  readonly toDesk: (() => void) | null;
  /** To the page of one's own account. */
  readonly toAccount: (() => void) | null;
  readonly newcomers: ReadonlySignal<Newcomers | null>;
  /** Null for who is no officer. */
  readonly openings: OpeningsView | null;
  dismissNewcomers(): void;
  /** At once, whether the practice's computer can be reached or not. */
  signOut(everywhere: boolean): void;
}

export interface PasskeyView {
  readonly credential: string;
  readonly name: string;
  readonly madeAt: Date;
  /** Null if it was only made. */
  readonly usedAt: Date | null;
  /** The last way in cannot be removed. */
  readonly canRemove: boolean;
}

export interface OwnPasswordView {
  readonly userName: string;
  /** The code of an app is asked for as well. */
  readonly withApp: boolean;
  readonly madeAt: Date;
  /** Null if it was only set. */
  readonly usedAt: Date | null;
  readonly canRemove: boolean;
}

/** Somewhere the account is signed in. */
export interface SessionView {
  /** Names it. */
  readonly session: string;
  /** The kind of browser, such as `Firefox on Android`. */
  readonly client: string;
  readonly beganAt: Date;
  readonly seenAt: Date;
  /** This one. */
  readonly own: boolean;
}

/** The page of one's own account. */
export interface AccountView {
  readonly practiceName: string;
  readonly roles: readonly StaffRole[];
  readonly account: AccountControls;
  /** The visits at one's own desk, which stays open behind this page: nobody who waits may be missed. */
  readonly visits: ReadonlySignal<readonly DeskVisitView[]>;
  readonly passkeys: ReadonlySignal<readonly PasskeyView[]>;
  readonly password: ReadonlySignal<OwnPasswordView | null>;
  readonly sessions: ReadonlySignal<readonly SessionView[]>;
  /** How the end of another session goes, or what went wrong with it. */
  readonly sessionEnd: ReadonlySignal<"ending" | "ended" | "offline" | "tooMany" | "internal" | null>;
  /** What the device is commonly called, for the name of a passkey. */
  readonly deviceName: string;
  readonly reconnecting: ReadonlySignal<boolean>;
  /** What is waited for: the device's question, or the practice's computer. */
  readonly busy: ReadonlySignal<"passkey" | "changing" | null>;
  readonly trouble: ReadonlySignal<WaysTrouble | null>;
  /** What was done last. */
  readonly done: ReadonlySignal<"added" | "removed" | "renewed" | "passwordSet" | "passwordRemoved" | null>;
  /** A new sheet is being made, in front of this page. */
  readonly renewal: ReadonlySignal<RenewalView | null>;
  /** A password is being made, in front of this page. */
  readonly making: ReadonlySignal<PasswordMakingView | null>;
  /** Ends another session than this one. */
  endSession(session: string): void;
  addPasskey(name: string): void;
  removePasskey(credential: string): void;
  renewSheet(): void;
  /** Sets one, or another in place of the one there is. */
  setPassword(): void;
  removePassword(): void;
}
