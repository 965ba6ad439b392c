// How loud the microphone hears the person, as a bar that moves.

import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { t } from "../texts/texts";

/** Above this the bar has visibly moved: speech at arm's length. Lower takes a fan for a voice; higher misses a soft one. */
const HEARD = 0.12;
const SEGMENTS = 16;

/** The bar, and one line that says whether anything was heard yet. */
export function Level({ level }: { readonly level: ReadonlySignal<number> }) {
  const [heard, setHeard] = useState(false);
  useEffect(() => level.subscribe((now) => now > HEARD && setHeard(true)), [level]);
  return (
    <div class="level-box">
      <Bar level={level} />
      <p aria-live="polite">{heard ? t("microphone-heard") : t("microphone-say-something")}</p>
    </div>
  );
}

function Bar({ level }: { readonly level: ReadonlySignal<number> }) {
  const now = Math.min(1, Math.max(0, level.value));
  const lit = Math.round(now * SEGMENTS);
  return (
    <>
      <meter class="hidden" aria-label={t("microphone-level")} min={0} max={1} value={now} />
      <div class="level" aria-hidden="true">
        {Array.from({ length: SEGMENTS }, (_, index) => (
          <span key={index} class={index < lit ? "level-lit" : ""} />
        ))}
      </div>
    </>
  );
}
