// Automatic logoff: tells the server that someone is here, and calls it over when nobody has been for a while.

import type { Scope } from "./scope.ts";
import type { StaffPorts } from "./staff-ports.ts";

/** Higher leaves a desk open longer to whoever walks by; lower has people sign in again more often. The server's session ends after as long. */
const IDLE_MS = 15 * 60_000;
/** Lower asks the server more often; must be well below `IDLE_MS`, or a session ends under someone's hands. */
const TELL_EVERY_MS = 60_000;
/** How exact the end is. */
const LOOK_EVERY_MS = 10_000;

export interface LogoffOptions {
  readonly scope: Scope;
  readonly ports: Pick<StaffPorts, "clock" | "onAct" | "onWake">;
  /** Whether a call is on, which counts as being here. */
  readonly inCall: () => boolean;
  /** Gives the server a sign of life. */
  readonly alive: () => void;
  /** Nobody is here any more. */
  readonly over: () => void;
}

/** Watches from now on, until the scope ends. */
export function watchForIdleness({ scope, ports, inCall, alive, over }: LogoffOptions): void {
  const { clock } = ports;
  let seen = clock.now();
  let told = seen;

  const tell = () => {
    if (seen <= told || clock.now() - told < TELL_EVERY_MS) return;
    told = clock.now();
    alive();
  };
  /** A device that slept comes back with timers that are late: the first act after that is too late as well. */
  const isOver = () => {
    if (clock.now() - seen < IDLE_MS) return false;
    over();
    return true;
  };
  const here = () => {
    if (isOver()) return;
    seen = clock.now();
    tell();
  };
  const look = () => {
    if (inCall()) here();
    else if (!isOver()) tell();
  };

  scope.own(ports.onAct(here));
  scope.own(ports.onWake(look));
  scope.every(clock, LOOK_EVERY_MS, look);
}
