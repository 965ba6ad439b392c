// What a call's screen remembers by itself: which panel and which dialog are open. Nothing of the visit.

import { type Signal, signal } from "@preact/signals";

export type Panel = "chat" | "people" | "code";
export type CallDialog = "invite" | "devices" | "more";

export interface CallState {
  readonly panel: Signal<Panel | null>;
  readonly dialog: Signal<CallDialog | null>;
  /** Opens a panel, or closes it if it is the open one. */
  toggle(panel: Panel): void;
}

/** From this width on there is room for a panel beside the pictures. In step with the style sheet. */
const WIDE = "(min-width: 45rem) and (min-height: 34rem)";

/** The state at the start of a call: the chat stands open where there is room. */
export function createCallState(): CallState {
  const panel = signal<Panel | null>(matchMedia(WIDE).matches ? "chat" : null);
  return {
    panel,
    dialog: signal(null),
    toggle(next) {
      panel.value = panel.value === next ? null : next;
    },
  };
}
