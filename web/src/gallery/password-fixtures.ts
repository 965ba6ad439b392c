// View models around passwords that stand still.

import { signal } from "@preact/signals";
import type { PasswordMakingView, PasswordScreen, PasswordSignInView, ProofView, ProofWay } from "../call/view";
import type { Heard } from "./fixtures";
import { type Shown, sheet } from "./staff-fixtures";

const SECRET = ["JBSW", "Y3DP", "EHPK", "3PXP", "JBSW", "Y3DP", "EHPK", "3PXP"];

const app = {
  address: `otpauth://totp/Curtain:amara.okafor?secret=${SECRET.join("")}&issuer=Curtain`,
  groups: SECRET,
};

export function passwordSignIn(shown: Shown<PasswordSignInView>, heard: Heard): PasswordSignInView {
  return {
    screen: signal(shown.screen ?? "password"),
    offersPasskeys: true,
    busy: signal(shown.busy ?? null),
    wrongCode: signal(shown.wrongCode ?? false),
    trouble: signal(shown.trouble ?? null),
    signIn: (userName, password) => heard("signIn", userName, password),
    enterCode: (code) => heard("enterCode", code),
    back: () => heard("back"),
    toCode: () => heard("toCode"),
  };
}

/** On the way of someone who enrols, unless it is on a page of its own. */
export function passwordMaking(
  screen: PasswordScreen,
  shown: Shown<PasswordMakingView>,
  heard: Heard,
): PasswordMakingView {
  const userName = signal(shown.userName ?? "amara.okafor");
  const withApp = signal(shown.withApp ?? false);
  return {
    practice: signal(sheet.practiceName),
    progress: signal([2, 5] as const),
    screen: signal(screen),
    userName,
    advice: signal(shown.advice ?? { state: "empty" }),
    listed: signal(shown.listed ?? 49_233),
    withApp,
    app: signal(screen === "app" ? app : null),
    wrongCode: signal(shown.wrongCode ?? false),
    taken: signal(shown.taken ?? false),
    busy: signal(shown.busy ?? null),
    trouble: signal(shown.trouble ?? null),
    setUserName: (name) => {
      userName.value = name;
    },
    setWithApp: (on) => {
      withApp.value = on;
    },
    look: (password) => heard("look", password),
    choose: (password) => heard("choose", password),
    confirm: (code) => heard("confirm", code),
    rename: () => heard("rename"),
    back: () => heard("back"),
  };
}

export function proof(way: ProofWay, shown: Shown<ProofView>, heard: Heard): ProofView {
  return {
    ways: ["passkey", "password", "sheet"],
    way: signal(way),
    userName: "amara.okafor",
    codeNeeded: signal(shown.codeNeeded ?? false),
    wrongCode: signal(shown.wrongCode ?? false),
    busy: signal(shown.busy ?? false),
    trouble: signal(shown.trouble ?? null),
    choose: (other) => heard("choose", other),
    usePasskey: () => heard("usePasskey"),
    usePassword: (password) => heard("usePassword", password),
    enterCode: (code) => heard("enterCode", code),
    useSheet: (code) => heard("useSheet", code),
    cancel: () => heard("cancel"),
  };
}
