// The browser's side of `staff-ports`.

import { createPasskey, passkeysOfferable, passkeysSupported, usePasskey } from "../seal/passkey.ts";
import { browserAccounts } from "../wire/accounts.ts";
import type { Cancel } from "../wire/clock.ts";
import { browserPorts } from "./edge.ts";
import { type Memory, tabMemory } from "./memory.ts";
import type { PasswordJudge } from "./password-rule.ts";
import { browserSeen } from "./seen.ts";
import type { StaffPorts } from "./staff-ports.ts";

/** Devices as their owners call them, the first that fits a user agent string. */
const DEVICES = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/CrOS/, "Chromebook"],
  [/Mac OS X/, "Mac"],
  [/Windows/, "Windows"],
  [/Linux/, "Linux"],
] as const;

/** Made once: it takes a moment. */
let judge: PasswordJudge | null = null;

export function staffPorts(memory: Memory): StaffPorts {
  return {
    ...browserPorts(memory),
    accounts: browserAccounts,
    passkeys: { create: createPasskey, use: usePasskey, supported: passkeysSupported, offerable: passkeysOfferable },
    judge: async () => {
      judge ??= (await import("./password-judge.ts")).makeJudge();
      return judge;
    },
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    seen: browserSeen(() => localStorage),
    memoryOf: (account) => tabMemory(sessionStorage, "account", account, ""),
    onAct,
    showPath: (path) => history.replaceState(null, "", path),
    deviceName: DEVICES.find(([sign]) => sign.test(navigator.userAgent))?.[1] ?? "Curtain",
  };
}

function onAct(listener: () => void): Cancel {
  const acts = ["pointerdown", "pointermove", "keydown", "wheel"] as const;
  for (const act of acts) addEventListener(act, listener, { passive: true });
  return () => {
    for (const act of acts) removeEventListener(act, listener);
  };
}
