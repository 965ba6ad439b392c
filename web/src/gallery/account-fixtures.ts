// View models of one's own account that stand still, with made-up devices.

import { signal } from "@preact/signals";
import type {
  AccountView,
  CodeSignInView,
  DeskVisitView,
  OwnPasswordView,
  PasskeyView,
  RenewalScreen,
  RenewalView,
  SessionView,
  StaffRole,
} from "../call/view";
import { type Heard, NOW } from "./fixtures";
import { controls, type Shown, sheet } from "./staff-fixtures";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ago = (ms: number) => new Date(NOW.getTime() - ms);

export function codeSignIn(shown: Shown<CodeSignInView>, heard: Heard): CodeSignInView {
  return {
    busy: signal(shown.busy ?? false),
    mistyped: signal(shown.mistyped ?? false),
    trouble: signal(shown.trouble ?? null),
    signIn: (code) => heard("signIn", code),
    back: () => heard("back"),
  };
}

const STEPS: readonly RenewalScreen[] = ["start", "sheet", "kept"];

export function renewal(
  why: RenewalView["why"],
  screen: RenewalScreen,
  shown: Shown<RenewalView> & { readonly hasPasskeys?: boolean },
  heard: Heard,
): RenewalView {
  return {
    hasPasskeys: shown.hasPasskeys ?? true,
    password: signal(shown.password ?? null),
    usePassword: () => heard("usePassword"),
    why,
    screen: signal(screen),
    practice: signal(sheet.practiceName),
    progress: signal([Math.max(0, STEPS.indexOf(screen)), STEPS.length] as const),
    busy: signal(shown.busy ?? null),
    trouble: signal(shown.trouble ?? null),
    sheet: signal(sheet),
    asked: signal([3, 6] as const),
    mistyped: signal(shown.mistyped ?? false),
    make: () => heard("make"),
    next: () => heard("next"),
    back: () => heard("back"),
    finish: (first, second) => heard("finish", first, second),
    stop: () => heard("stop"),
    signOut: () => heard("signOut"),
  };
}

const phone: PasskeyView = {
  credential: "p1",
  name: "iPhone",
  madeAt: ago(90 * DAY),
  usedAt: ago(3 * DAY),
  canRemove: true,
};

export const onePasskey: readonly PasskeyView[] = [{ ...phone, canRemove: false }];

export const password: OwnPasswordView = {
  userName: "amara.okafor",
  withApp: true,
  madeAt: ago(30 * DAY),
  usedAt: ago(2 * DAY),
  canRemove: true,
};

const threePasskeys: readonly PasskeyView[] = [
  phone,
  { ...phone, credential: "p2", name: "Mac", madeAt: ago(80 * DAY), usedAt: ago(40 * MINUTE) },
  { ...phone, credential: "p3", name: "Security key in the safe", madeAt: ago(10 * DAY), usedAt: null },
];

const sessions: readonly SessionView[] = [
  { session: "s1", client: "Safari on Mac", beganAt: ago(40 * MINUTE), seenAt: NOW, own: true },
  { session: "s2", client: "Firefox on Android", beganAt: ago(2 * DAY), seenAt: ago(5 * MINUTE), own: false },
];

export interface AccountOptions extends Shown<AccountView> {
  readonly roles?: readonly StaffRole[];
}

/** The own account of an administrator who holds visits, unless other roles are given. */
export function account(options: AccountOptions, heard: Heard): AccountView {
  const roles = options.roles ?? ["administrator", "clinician"];
  const own = controls("account", heard);
  const visits: readonly DeskVisitView[] = options.visits ?? [];
  return {
    practiceName: sheet.practiceName,
    roles,
    account: {
      ...own,
      ...(!roles.includes("administrator") && { toPractice: null }),
      ...(!roles.includes("clinician") && { toDesk: null }),
    },
    visits: signal(visits),
    passkeys: signal(options.passkeys ?? threePasskeys),
    password: signal(options.password ?? null),
    sessions: signal(options.sessions ?? sessions),
    sessionEnd: signal(options.sessionEnd ?? null),
    deviceName: "Mac",
    reconnecting: signal(options.reconnecting ?? false),
    busy: signal(options.busy ?? null),
    trouble: signal(options.trouble ?? null),
    done: signal(options.done ?? null),
    renewal: signal(options.renewal ?? null),
    making: signal(options.making ?? null),
    endSession: (session) => heard("endSession", session),
    addPasskey: (name) => heard("addPasskey", name),
    removePasskey: (credential) => heard("removePasskey", credential),
    renewSheet: () => heard("renewSheet"),
    setPassword: () => heard("setPassword"),
    removePassword: () => heard("removePassword"),
  };
}
