// Everything the view models need from outside. `edge` fills it in from the browser, tests from their own hands.

import type { Capability } from "../media/capability.ts";
import type { DeviceEdge } from "../media/edge.ts";
import type { MakePeer } from "../media/peer.ts";
import type { SealWorker } from "../seal/port.ts";
import type { Api } from "../wire/api.ts";
import type { Cancel, Clock } from "../wire/clock.ts";
import type { OpenSocket } from "../wire/signalling.ts";
import type { Memory } from "./memory.ts";

export interface Ports {
  readonly clock: Clock;
  readonly random: () => number;
  /** An identifier of 128 random bits, in 22 characters of `A–Z a–z 0–9 - _`. */
  readonly newId: () => string;
  readonly api: Api;
  readonly openSocket: OpenSocket;
  readonly startSeal: () => Promise<SealWorker>;
  readonly devices: DeviceEdge;
  readonly makePeer: MakePeer;
  readonly memory: Memory;
  readonly save: (name: string, bytes: Uint8Array<ArrayBuffer>) => void;
  /** Calls back when the page wakes, or the network is back. */
  readonly onWake: (listener: () => void) => Cancel;
  /** Keeps the screen lit, where the browser can. */
  readonly stayAwake: () => Cancel;
  /** Whether this browser can hold a sealed conversation. */
  readonly capability: () => Capability;
  /** Scheme, host and port of this page, for links. */
  readonly origin: string;
}
