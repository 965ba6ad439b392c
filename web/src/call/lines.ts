// The media connection of a call: what is sent, who is seen in which slot, and a new connection when the old one fails.

import { type Signal, signal } from "@preact/signals";
import type { MakePeer, Peer, PeerState, Way } from "../media/peer.ts";
import type { SealPort, TransformOptions } from "../seal/port.ts";
import type { Cancel, Clock } from "../wire/clock.ts";
import type { IceServer, MediaKind, SeatId, Slot } from "../wire/messages.ts";
import { NoAnswer } from "./problems.ts";
import type { Scope } from "./scope.ts";

/** A short gap heals by itself; after longer ones another way is looked for. Lower does so needlessly, higher keeps people waiting. */
const DISCONNECTED_FOR_MS = 1_500;
/** On a detour a better way is looked for this often. Lower costs messages, higher keeps people on the detour. */
const CLIMB_EVERY_MS = 60_000;
/** An answered connection, or one that looks for another way, that is not up by then never will be. */
const CONNECT_WITHIN_MS = 8_000;
/** An offer of someone who was let in is answered by then, or made again. Lower rebuilds on slow networks. */
const ANSWER_WITHIN_MS = 10_000;
/** So many offers without an answer are called a failure. */
const OFFERS = 3;
/** Between one rebuilding and the next. */
const REBUILD_AFTER_MS = [0, 1_000, 2_000, 4_000] as const;

/** Most connections are there sooner; after this the person is told what is being tried. */
const SEARCHING_AFTER_MS = 4_000;
/** No way was found for so long: the person is told what else they can do, and the search goes on. */
const BLOCKED_AFTER_MS = 25_000;
/** How often it is looked how media travels: the browser changes to a better way by itself. */
const LOOK_EVERY_MS = 5_000;

/** How long there has been no way for picture and sound. */
export type Search = "none" | "searching" | "blocked";

export type LineState = "connecting" | "connected" | "reconnecting";

/** What arrives of one person. */
export type Arriving = Readonly<Partial<Record<MediaKind, MediaStreamTrack>>>;

export interface LinesOptions {
  readonly scope: Scope;
  readonly clock: Clock;
  readonly makePeer: MakePeer;
  readonly capacity: number;
  /** The latest ways to the relay beside its candidates. */
  readonly iceServers: () => readonly IceServer[];
  readonly transform: (options: TransformOptions) => RTCRtpScriptTransform;
  readonly assign: SealPort["assign"];
  readonly offer: (sdp: string) => void;
  /** While the server cannot be reached nothing is answered, and nobody is to blame. */
  readonly unreachable: () => boolean;
  readonly failed: (error: unknown) => void;
}

export class Lines {
  readonly state: Signal<LineState> = signal<LineState>("connecting");
  readonly arriving: Signal<ReadonlyMap<SeatId, Arriving>> = signal(new Map());
  readonly search: Signal<Search> = signal<Search>("none");
  /** How media travels; null while it does not, or the browser does not say. */
  readonly way: Signal<Way | null> = signal<Way | null>(null);

  private readonly options: LinesOptions;
  private peer: Peer | null = null;
  private answered = false;
  /** A further offer was made for the same connection. */
  private restarting = false;
  private limited = false;
  /** Let in: from now on the server owes an answer. */
  private admitted = false;
  private offered = false;
  private unanswered = 0;
  private readonly sending = new Map<MediaKind, MediaStreamTrack>();
  private readonly shown = new Map<string, { readonly seat: SeatId; readonly kind: MediaKind }>();
  private rebuilds = 0;
  private cancelWatch: Cancel | null = null;
  private cancelSearch: Cancel | null = null;
  private cancelLook: Cancel | null = null;
  private cancelClimb: Cancel | null = null;

  constructor(options: LinesOptions) {
    this.options = options;
    options.scope.own(() => this.peer?.close());
  }

  /** From now on an offer that is not answered is made again. */
  expectAnswers(): void {
    if (this.admitted) return;
    this.admitted = true;
    this.watchAnswer();
  }

  /** The device may be on another network: what is lost is looked for at once. */
  wake(): void {
    if (this.answered && this.state.value === "reconnecting") void this.restart();
  }

  /** Makes a connection, in place of the present one, and its offer. */
  async open(): Promise<void> {
    this.cancelWatch?.();
    this.cancelLook?.();
    this.peer?.close();
    this.answered = false;
    this.restarting = false;
    this.offered = false;
    this.shown.clear();
    this.arriving.value = new Map();
    const { makePeer, capacity, transform, iceServers, scope } = this.options;
    if (scope.ended) return;
    try {
      const changed = (state: PeerState) => this.changed(peer, state);
      const peer = makePeer({ capacity, iceServers: iceServers(), transform, changed });
      this.peer = peer;
      const sdp = await peer.offer();
      if (this.peer !== peer || scope.ended) return;
      this.options.offer(sdp);
      this.offered = true;
      this.watchAnswer();
    } catch (error) {
      this.options.failed(error);
    }
  }

  /** Applies an answer. A second one shows that the first was for an offer since replaced: then all is made anew. */
  async answer(sdp: string): Promise<void> {
    const { peer } = this;
    if (!peer) return;
    if (this.restarting) {
      this.restarting = false;
      await peer.answer(sdp).catch(() => {
        if (this.peer === peer) this.rebuildLater();
      });
      return;
    }
    if (this.answered) {
      this.rebuildLater();
      return;
    }
    this.answered = true;
    this.unanswered = 0;
    this.watch(CONNECT_WITHIN_MS);
    this.searchOn();
    try {
      await peer.answer(sdp);
      if (this.limited) await peer.limit(true);
      for (const [kind, track] of this.sending) await peer.send(kind, track);
    } catch {
      if (this.peer === peer) this.rebuildLater();
    }
  }

  /** What is sent from now on, also over later connections; null: nothing. */
  send(kind: MediaKind, track: MediaStreamTrack | null): void {
    if (track) this.sending.set(kind, track);
    else this.sending.delete(kind);
    // The peer may be gone, or the track just ended: then there is nothing to send.
    if (this.answered) this.peer?.send(kind, track).catch(() => undefined);
  }

  /** Sends the smallest picture alone, also over later connections, or all of them again. */
  limit(on: boolean): void {
    this.limited = on;
    if (this.answered) this.peer?.limit(on).catch(() => undefined);
  }

  slots(slots: readonly Slot[]): void {
    // What comes before the answer is about the connection before.
    if (!this.answered) return;
    for (const { mid, seat, kind } of slots) {
      const slot = this.peer?.slot(mid);
      if (!slot) continue;
      this.options.assign(slot.id, seat, kind).catch(() => undefined);
      if (seat === null) this.shown.delete(mid);
      else this.shown.set(mid, { seat, kind });
    }
    const arriving = new Map<SeatId, Partial<Record<MediaKind, MediaStreamTrack>>>();
    for (const [mid, { seat, kind }] of this.shown) {
      const slot = this.peer?.slot(mid);
      if (slot) arriving.set(seat, { ...arriving.get(seat), [kind]: slot.track });
    }
    this.arriving.value = arriving;
  }

  private changed(peer: Peer, state: PeerState): void {
    if (peer !== this.peer) return;
    this.cancelWatch?.();
    if (state === "connected") {
      this.rebuilds = 0;
      this.state.value = "connected";
      this.cancelSearch?.();
      this.cancelSearch = null;
      this.search.value = "none";
      void this.look(peer);
    } else if (state === "connecting") {
      this.watch(CONNECT_WITHIN_MS);
    } else {
      if (this.state.value === "connected") this.state.value = "reconnecting";
      this.searchOn();
      if (state === "failed") this.rebuildLater();
      else this.watch(DISCONNECTED_FOR_MS, () => void this.restart());
    }
  }

  /** Begins to count how long there is no way, unless that is being counted. */
  private searchOn(): void {
    if (this.cancelSearch) return;
    const { scope, clock } = this.options;
    this.cancelSearch = scope.after(clock, SEARCHING_AFTER_MS, () => {
      this.search.value = "searching";
      this.cancelSearch = scope.after(clock, BLOCKED_AFTER_MS - SEARCHING_AFTER_MS, () => {
        this.search.value = "blocked";
      });
    });
  }

  private async look(peer: Peer): Promise<void> {
    const way = await peer.way().catch(() => null);
    if (peer !== this.peer || this.options.scope.ended) return;
    this.way.value = way;
    this.cancelLook?.();
    if (way !== "stream") {
      this.cancelClimb?.();
      this.cancelClimb = null;
    } else this.cancelClimb ??= this.options.scope.after(this.options.clock, CLIMB_EVERY_MS, () => this.climb());
    this.cancelLook = this.options.scope.after(this.options.clock, LOOK_EVERY_MS, () => void this.look(peer));
  }

  private watchAnswer(): void {
    if (!this.admitted || !this.offered || this.answered) return;
    const { scope, clock, unreachable, failed } = this.options;
    this.cancelWatch?.();
    this.cancelWatch = scope.after(clock, ANSWER_WITHIN_MS, () => {
      if (unreachable()) {
        this.watchAnswer();
        return;
      }
      this.unanswered += 1;
      if (this.unanswered >= OFFERS) failed(new NoAnswer());
      else void this.open();
    });
  }

  private watch(ms: number, then = () => this.rebuildLater()): void {
    this.cancelWatch?.();
    if (this.answered) this.cancelWatch = this.options.scope.after(this.options.clock, ms, then);
  }

  /** Looks for another way with the connection that is there, and makes a new one if none is found. */
  private async restart(): Promise<void> {
    const { peer } = this;
    if (!peer) return;
    if (this.state.value !== "connected") this.watch(CONNECT_WITHIN_MS);
    if (this.restarting) return;
    this.restarting = true;
    try {
      const sdp = await peer.restart();
      if (this.peer === peer && !this.options.scope.ended) this.options.offer(sdp);
    } catch {
      if (this.peer === peer) this.rebuildLater();
    }
  }

  private climb(): void {
    this.cancelClimb = null;
    if (this.way.value === "stream" && this.state.value === "connected") void this.restart();
  }

  private rebuildLater(): void {
    this.cancelWatch?.();
    if (this.state.value === "connected") this.state.value = "reconnecting";
    const wait = REBUILD_AFTER_MS[Math.min(this.rebuilds, REBUILD_AFTER_MS.length - 1)] ?? 0;
    this.rebuilds += 1;
    this.cancelWatch = this.options.scope.after(this.options.clock, wait, () => void this.open());
  }
}
