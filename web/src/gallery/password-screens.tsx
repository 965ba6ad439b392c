// The screens and states around passwords: signing in with one, making one, and showing again who one is.

import type {
  PasswordAdvice,
  PasswordScreen,
  PasswordSignInTrouble,
  PasswordTrouble,
  ProofTrouble,
  ProofWay,
} from "../call/view";
import { PASSWORD_WHYS } from "../call/view-password";
import { StaffApp } from "../ui/staff/staff";
import { account, renewal } from "./account-fixtures";
import { passwordMaking, passwordSignIn, proof } from "./password-fixtures";
import type { Draw } from "./screens";
import { enrolment, practice, staff } from "./staff-fixtures";

function withPassword(shown: Parameters<typeof passwordSignIn>[0] = {}): Draw {
  return (heard) => <StaffApp view={staff({ at: "password", view: passwordSignIn(shown, heard) })} />;
}

function making(screen: PasswordScreen, shown: Parameters<typeof passwordMaking>[1] = {}): Draw {
  return (heard) => {
    const password = passwordMaking(screen, shown, heard);
    return <StaffApp view={staff({ at: "enrolment", view: enrolment("password", { password }, heard) })} />;
  };
}

function advised(advice: PasswordAdvice): Draw {
  return making("choose", { advice });
}

function proving(way: ProofWay, shown: Parameters<typeof proof>[1] = {}): Draw {
  return (heard) => <StaffApp view={staff({ at: "practice", view: practice({}, heard) }, proof(way, shown, heard))} />;
}

const signInTroubles: readonly PasswordSignInTrouble[] = [
  "wrong",
  "again",
  "passkey",
  "notSetUp",
  "offline",
  "tooMany",
  "vaultClosed",
  "vaultOld",
  "internal",
];
const troubles: readonly PasswordTrouble[] = ["offline", "tooMany", "tooLate", "conflict", "internal"];
const proofTroubles: readonly ProofTrouble[] = [
  "notYou",
  "mistyped",
  "again",
  "passkey",
  "offline",
  "tooMany",
  "internal",
];

/** Every one of them. */
export const passwordScreens: Readonly<Record<string, Draw>> = {
  "password-in": withPassword(),
  "password-in-trying": withPassword({ busy: "trying" }),
  "password-in-opening": withPassword({ busy: "opening" }),
  ...Object.fromEntries(signInTroubles.map((trouble) => [`password-in-${trouble}`, withPassword({ trouble })])),
  "password-in-code": withPassword({ screen: "code" }),
  "password-in-code-trying": withPassword({ screen: "code", busy: "trying" }),
  "password-in-code-wrong": withPassword({ screen: "code", wrongCode: true }),
  "password-in-code-offline": withPassword({ screen: "code", trouble: "offline" }),
  password: making("choose", { userName: "", listed: null }),
  "password-short": advised({ state: "short", missing: 3 }),
  "password-checking": advised({ state: "checking" }),
  "password-listed": advised({ state: "listed" }),
  ...Object.fromEntries(PASSWORD_WHYS.map((why) => [`password-why-${why}`, advised({ state: "guessable", why })])),
  "password-needs-app": advised({ state: "needsApp" }),
  "password-enough": advised({ state: "enough" }),
  "password-preparing": making("choose", { advice: { state: "enough" }, busy: "preparing" }),
  "password-finishing": making("choose", { advice: { state: "enough" }, busy: "finish" }),
  ...Object.fromEntries(
    troubles.map((trouble) => [
      `password-trouble-${trouble}`,
      making("choose", { advice: { state: "enough" }, trouble }),
    ]),
  ),
  "password-app": making("app"),
  "password-app-wrong": making("app", { wrongCode: true }),
  "password-rename": making("rename", { taken: true }),
  "recovery-password": (heard) => {
    const password = passwordMaking("choose", {}, heard);
    return <StaffApp view={staff({ at: "recovery", view: renewal("lost", "password", { password }, heard) })} />;
  },
  "account-password": (heard) => {
    const shown = { ...passwordMaking("choose", {}, heard), progress: null };
    return <StaffApp view={staff({ at: "account", view: account({ making: shown }, heard) })} />;
  },
  "proof-passkey": proving("passkey"),
  "proof-passkey-asking": proving("passkey", { busy: true }),
  "proof-password": proving("password"),
  "proof-password-checking": proving("password", { busy: true }),
  "proof-code": proving("password", { codeNeeded: true }),
  "proof-code-wrong": proving("password", { codeNeeded: true, wrongCode: true }),
  "proof-sheet": proving("sheet"),
  "proof-sheet-checking": proving("sheet", { busy: true }),
  ...Object.fromEntries(proofTroubles.map((trouble) => [`proof-trouble-${trouble}`, proving("password", { trouble })])),
};
