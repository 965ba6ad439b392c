// What happens to one encoded frame on its way out and in. The streams that bring the frames are in `worker`.

import type { MediaKind } from "../wire/messages.ts";
import type { FrameCounters } from "./port.ts";

/** The two frame methods of `Seal`; a number instead of bytes says why not. */
export interface FrameSealer {
  sealFrame(kind: MediaKind, frame: Uint8Array): Uint8Array | number;
  openFrame(seat: string, kind: MediaKind, frame: Uint8Array, nowMs: number): Uint8Array | number;
}

/** `openFrame`: the sender is an epoch ahead; its commit is on the way. */
const NO_KEY_YET = 1;
/** Longest wait for a commit that a frame has overtaken. Lower drops frames that could be shown; higher shows them late. */
const HOLD_MS = 1_000;
/** At most one request for a key frame per slot and this long. */
const KEY_FRAME_REQUEST_EVERY_MS = 500;

export interface Assignment {
  readonly seat: string;
  readonly kind: MediaKind;
}

export interface FramesOptions {
  /** Null until a link was opened, and after the end: then nothing passes. */
  readonly sealer: () => FrameSealer | null;
  readonly now: () => number;
  readonly after: (ms: number, callback: () => void) => void;
}

/** All frames of one worker. */
export class Frames {
  private readonly options: FramesOptions;
  private readonly assignments = new Map<string, Assignment>();
  private waiting: (() => void)[] = [];
  private count = { sealed: 0, notSealed: 0, opened: 0, notOpened: 0, spentMs: 0 };

  constructor(options: FramesOptions) {
    this.options = options;
  }

  counters(): FrameCounters {
    return { ...this.count };
  }

  assign(slot: string, assignment: Assignment | null): void {
    if (assignment) this.assignments.set(slot, assignment);
    else this.assignments.delete(slot);
  }

  /** New keys are there: frames that were held are tried again. */
  keysChanged(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const wake of waiting) wake();
  }

  /** The sealed frame, or null: then it must not be sent. */
  seal(kind: MediaKind, frame: Uint8Array): Uint8Array | null {
    const began = this.options.now();
    const result = attempt(() => this.options.sealer()?.sealFrame(kind, frame));
    this.count.spentMs += this.options.now() - began;
    if (result instanceof Uint8Array) {
      this.count.sealed += 1;
      return result;
    }
    this.count.notSealed += 1;
    return null;
  }

  /** Opens the frames of one slot, in their order. */
  receiver(slot: string, requestKeyFrame: () => void): (frame: Uint8Array) => Promise<Uint8Array | null> {
    let heldSince: number | null = null;
    let requestedAt = Number.NEGATIVE_INFINITY;
    const open = (frame: Uint8Array): Uint8Array | number | undefined => {
      const assignment = this.assignments.get(slot);
      if (!assignment) return undefined;
      const began = this.options.now();
      const result = attempt(() =>
        this.options.sealer()?.openFrame(assignment.seat, assignment.kind, frame, this.options.now()),
      );
      this.count.spentMs += this.options.now() - began;
      return result;
    };
    return async (frame) => {
      // Padding packets come as empty frames in Firefox.
      if (frame.byteLength === 0) return null;
      let result = open(frame);
      while (result === NO_KEY_YET) {
        heldSince ??= this.options.now();
        const left = heldSince + HOLD_MS - this.options.now();
        if (left <= 0) break;
        await this.keysChangedWithin(left);
        result = open(frame);
      }
      if (result instanceof Uint8Array) {
        heldSince = null;
        this.count.opened += 1;
        return result;
      }
      this.count.notOpened += 1;
      const isVideo = this.assignments.get(slot)?.kind !== "microphone";
      if (isVideo && this.options.now() - requestedAt >= KEY_FRAME_REQUEST_EVERY_MS) {
        requestedAt = this.options.now();
        requestKeyFrame();
      }
      return null;
    };
  }

  private keysChangedWithin(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.options.after(ms, resolve);
    });
  }
}

/** An exception in a transform would end its stream silently, so none gets out. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
