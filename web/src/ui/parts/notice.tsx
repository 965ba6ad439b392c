// Short pieces of text with a drawing: notices, lists of promises, waits, and the connection that is taken up again.

import type { ComponentChildren } from "preact";
import { t } from "../texts/texts";
import { Icon, type IconName } from "./icon";

/** A framed remark. `live` has it read aloud when it appears. */
export function Notice(props: {
  readonly kind?: "plain" | "good" | "warn" | "bad";
  readonly icon?: IconName;
  readonly live?: boolean;
  readonly children: ComponentChildren;
}) {
  const { kind = "plain", icon = "info", live, children } = props;
  return (
    <div class={`notice notice-${kind}`} aria-live={live ? "polite" : undefined}>
      <Icon name={icon} />
      <div class="notice-words">{children}</div>
    </div>
  );
}

export interface Point {
  readonly icon: IconName;
  readonly title: string;
  readonly words?: string;
}

/** A list of short points, each with a drawing. */
export function Points({ points }: { readonly points: readonly Point[] }) {
  return (
    <ul class="points">
      {points.map((point) => (
        <li key={point.title}>
          <Icon name={point.icon} />
          <div>
            <strong>{point.title}</strong>
            {point.words && <p>{point.words}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** A wait, in words. */
export function Wait({ children }: { readonly children: string }) {
  return (
    <p class="wait" aria-live="polite">
      <span class="wait-sign" aria-hidden="true" />
      {children}
    </p>
  );
}

/** Said on every screen while the connection to the practice is being taken up again. */
export function Reconnecting() {
  return (
    <div class="banner" role="alert">
      <span class="wait-sign" aria-hidden="true" />
      <p>{t("reconnecting")}</p>
    </div>
  );
}
