// The screens and states of the staff's pages, beside those of the desk.

import type { EnrolmentScreen, RootState, SignedOut, SignInTrouble } from "../call/view";
import { StaffApp } from "../ui/staff/staff";
import { afternoon, desk, staffProblemKinds } from "./fixtures";
import type { Draw } from "./screens";
import {
  controls,
  enrolled,
  enrolment,
  openings,
  type PracticeOptions,
  practice,
  signIn,
  staff,
  troubled,
  unconfirmed,
  welcome,
  working,
} from "./staff-fixtures";

function enrolling(screen: EnrolmentScreen, shown: Parameters<typeof enrolment>[1] = {}): Draw {
  return (heard) => <StaffApp view={staff({ at: "enrolment", view: enrolment(screen, shown, heard) })} />;
}

function signingIn(shown: Parameters<typeof signIn>[0] = {}): Draw {
  return (heard) => <StaffApp view={staff({ at: "signIn", view: signIn(shown, heard) })} />;
}

function onPractice(options: PracticeOptions = {}): Draw {
  return (heard) => <StaffApp view={staff({ at: "practice", view: practice(options, heard) })} />;
}

function ofOfficer(openings: PracticeOptions["openings"] & {}): Draw {
  return onPractice({ roles: ["officer"], staff: working.map((one) => ({ ...one, canEnd: false })), openings });
}

const reasons: readonly SignedOut[] = ["left", "leftUntold", "leftUntoldEverywhere", "idle", "ended", "deleted"];
const troubles: readonly SignInTrouble[] = [
  "cancelled",
  "unsupported",
  "noPrf",
  "failed",
  "unknown",
  "notSetUp",
  "offline",
  "tooMany",
  "vaultClosed",
  "vaultOld",
  "internal",
];
const roots: readonly RootState[] = ["waiting", "taking", "failed", "foreign"];
const passkeyTroubles = [
  "cancelled",
  "unsupported",
  "noPrf",
  "failed",
  "offline",
  "tooMany",
  "tooLate",
  "internal",
] as const;

/** Every one of them. */
export const staffScreens: Readonly<Record<string, Draw>> = {
  "enrol-loading": enrolling("loading"),
  "enrol-practice": enrolling("practice", { practiceName: "", telephone: "" }),
  "enrol-practice-filled": enrolling("practice"),
  "enrol-you": enrolling("you", { name: "" }),
  "enrol-welcome": enrolling("welcome", { welcome }),
  "enrol-passkey": enrolling("passkey"),
  "enrol-no-passkeys": enrolling("passkey", { hasPasskeys: false }),
  "enrol-passkey-asking": enrolling("passkey", { busy: "passkey" }),
  "enrol-passkey-keys": enrolling("passkey", { busy: "keys" }),
  ...Object.fromEntries(
    passkeyTroubles.map((trouble) => [`enrol-passkey-${trouble}`, enrolling("passkey", { trouble })]),
  ),
  "enrol-sheet": enrolling("sheet"),
  "enrol-kept": enrolling("kept"),
  "enrol-kept-mistyped": enrolling("kept", { mistyped: true }),
  "enrol-kept-finishing": enrolling("kept", { busy: "finish" }),
  "enrol-kept-offline": enrolling("kept", { trouble: "offline" }),
  ...Object.fromEntries(
    staffProblemKinds.map((kind) => [
      `enrol-problem-${kind}`,
      enrolling("problem", { problem: { kind, canRetry: kind === "enrolUnproved" || kind === "notSignedIn" } }),
    ]),
  ),
  "enrol-problem-offline": enrolling("problem", { problem: { kind: "offline", canRetry: true } }),
  unconfirmed: (heard) => <StaffApp view={staff({ at: "unconfirmed", view: unconfirmed(false, heard) })} />,
  "unconfirmed-reconnecting": (heard) => (
    <StaffApp view={staff({ at: "unconfirmed", view: unconfirmed(true, heard) })} />
  ),
  "sign-in": signingIn(),
  "sign-in-no-passkeys": signingIn({ hasPasskeys: false }),
  "sign-in-asking": signingIn({ busy: "passkey" }),
  "sign-in-opening": signingIn({ busy: "opening" }),
  ...Object.fromEntries(reasons.map((why) => [`sign-in-${why}`, signingIn({ why })])),
  ...Object.fromEntries(troubles.map((trouble) => [`sign-in-trouble-${trouble}`, signingIn({ trouble })])),
  practice: onPractice(),
  "practice-list-loading": onPractice({ staff: null }),
  "practice-confirm": onPractice({ staff: enrolled }),
  "practice-trouble": onPractice({ staff: troubled }),
  ...Object.fromEntries(roots.map((root) => [`practice-root-${root}`, onPractice({ root })])),
  "practice-waiting": onPractice({ visits: afternoon }),
  "practice-reconnecting": onPractice({ reconnecting: true }),
  "practice-officer": onPractice({
    roles: ["officer"],
    staff: enrolled.map((one) => ({ ...one, canEnd: false, canConfirm: false })),
  }),
  "practice-openings": ofOfficer({}),
  "practice-openings-none": ofOfficer({ all: [] }),
  "practice-openings-loading": ofOfficer({ all: null }),
  "practice-openings-failed": ofOfficer({ failed: true }),
  "practice-newcomer": onPractice({ newcomers: { count: 1, client: "Firefox on Android" } }),
  "desk-account": (heard) => (
    <StaffApp view={staff({ at: "desk", view: desk("desk", { account: controls("desk", heard) }, heard) })} />
  ),
  "desk-newcomers": (heard) => {
    const account = controls("desk", heard, { count: 3, client: "Firefox on Android" });
    return <StaffApp view={staff({ at: "desk", view: desk("desk", { account }, heard) })} />;
  },
  "desk-openings": (heard) => {
    const account = controls("desk", heard, null, openings({ fresh: 2 }, heard));
    return <StaffApp view={staff({ at: "desk", view: desk("desk", { account }, heard) })} />;
  },
  "desk-account-quiet": (heard) => (
    <StaffApp
      view={staff({ at: "desk", view: desk("desk", { account: controls("desk", heard), visits: [] }, heard) })}
    />
  ),
};
