// The screens and states of one's own account: coming in by the recovery sheet, a new sheet, passkeys and sessions.

import type { CodeTrouble, RenewalScreen, RenewalView, WaysTrouble } from "../call/view";
import { StaffApp } from "../ui/staff/staff";
import { type AccountOptions, account, codeSignIn, onePasskey, password, renewal } from "./account-fixtures";
import { afternoon } from "./fixtures";
import type { Draw } from "./screens";
import { staff } from "./staff-fixtures";

function withCode(shown: Parameters<typeof codeSignIn>[0] = {}): Draw {
  return (heard) => <StaffApp view={staff({ at: "code", view: codeSignIn(shown, heard) })} />;
}

function recovering(screen: RenewalScreen, shown: Parameters<typeof renewal>[2] = {}): Draw {
  return (heard) => <StaffApp view={staff({ at: "recovery", view: renewal("lost", screen, shown, heard) })} />;
}

function onAccount(options: AccountOptions = {}): Draw {
  return (heard) => <StaffApp view={staff({ at: "account", view: account(options, heard) })} />;
}

function renewing(screen: RenewalScreen, shown: Parameters<typeof renewal>[2] = {}): Draw {
  return (heard) => {
    const view: RenewalView = renewal("sheet", screen, shown, heard);
    return <StaffApp view={staff({ at: "account", view: account({ renewal: view }, heard) })} />;
  };
}

const codeTroubles: readonly CodeTrouble[] = [
  "unknown",
  "notSetUp",
  "offline",
  "tooMany",
  "vaultClosed",
  "vaultOld",
  "internal",
];
const waysTroubles: readonly WaysTrouble[] = [
  "cancelled",
  "unsupported",
  "noPrf",
  "failed",
  "offline",
  "tooMany",
  "tooLate",
  "full",
  "conflict",
  "internal",
];

/** Every one of them. */
export const accountScreens: Readonly<Record<string, Draw>> = {
  code: withCode(),
  "code-mistyped": withCode({ mistyped: true }),
  "code-opening": withCode({ busy: true }),
  ...Object.fromEntries(codeTroubles.map((trouble) => [`code-trouble-${trouble}`, withCode({ trouble })])),
  recovery: recovering("start"),
  "recovery-no-passkeys": recovering("start", { hasPasskeys: false }),
  "recovery-asking": recovering("start", { busy: "passkey" }),
  "recovery-keys": recovering("start", { busy: "keys" }),
  ...Object.fromEntries(waysTroubles.map((trouble) => [`recovery-${trouble}`, recovering("start", { trouble })])),
  "recovery-sheet": recovering("sheet"),
  "recovery-kept": recovering("kept"),
  "recovery-kept-mistyped": recovering("kept", { mistyped: true }),
  "recovery-kept-finishing": recovering("kept", { busy: "finish" }),
  "recovery-kept-offline": recovering("kept", { trouble: "offline" }),
  account: onAccount(),
  "account-reception": onAccount({ roles: ["reception"] }),
  "account-one-passkey": onAccount({ passkeys: onePasskey }),
  "account-with-password": onAccount({ password }),
  "account-password-only": onAccount({
    passkeys: [],
    password: { ...password, withApp: false, usedAt: null, canRemove: false },
  }),
  "account-waiting": onAccount({ visits: afternoon }),
  "account-reconnecting": onAccount({ reconnecting: true }),
  "account-asking": onAccount({ busy: "passkey" }),
  "account-session-ending": onAccount({ sessionEnd: "ending" }),
  "account-session-ended": onAccount({ sessionEnd: "ended" }),
  "account-session-offline": onAccount({ sessionEnd: "offline" }),
  "account-changing": onAccount({ busy: "changing" }),
  ...Object.fromEntries(waysTroubles.map((trouble) => [`account-trouble-${trouble}`, onAccount({ trouble })])),
  "account-added": onAccount({ done: "added" }),
  "account-removed": onAccount({ done: "removed" }),
  "account-renewed": onAccount({ done: "renewed" }),
  "account-password-set": onAccount({ password, done: "passwordSet" }),
  "account-password-removed": onAccount({ done: "passwordRemoved" }),
  renewal: renewing("start"),
  "renewal-making": renewing("start", { busy: "keys" }),
  "renewal-offline": renewing("start", { trouble: "offline" }),
  "renewal-sheet": renewing("sheet"),
  "renewal-kept": renewing("kept"),
  "renewal-kept-conflict": renewing("kept", { trouble: "conflict" }),
};
