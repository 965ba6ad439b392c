// What to do when a camera or microphone does not work, worded for the browser in front of the person.

import type { DeviceState } from "../../call/view";
import { t } from "../texts/texts";
import { browserFamily } from "./browser";
import { Notice } from "./notice";

type FailedState = Exclude<DeviceState, "notAsked" | "asking" | "working">;

/** Whether the person needs help with it. */
export function hasFailed(state: DeviceState): state is FailedState {
  return state === "refused" || state === "missing" || state === "inUse" || state === "failed";
}

/** Shown only in states that need help. */
export function DeviceHelp({ kind, state }: { readonly kind: "camera" | "microphone"; readonly state: DeviceState }) {
  if (!hasFailed(state)) return null;
  const family = browserFamily(navigator.userAgent);
  return (
    <Notice kind="warn" icon={kind === "camera" ? "cameraOff" : "microphoneOff"} live>
      <p>
        <strong>{t(`${kind}-${state}-title`)}</strong>
      </p>
      <p>{t(`${kind}-${state}-words`)}</p>
      {state === "refused" && <p>{t(`allow-${family}`)}</p>}
    </Notice>
  );
}
