// Frames on their way through the worker: what cannot be sealed is not sent, what does not open is not played.

import { describe, expect, it } from "vitest";
import { type FrameSealer, Frames } from "../../src/seal/frames.ts";
import { HandClock, settle } from "./hands/clock.ts";

const frame = (...bytes: number[]) => new Uint8Array(bytes);

function make(sealer: Partial<FrameSealer> | null) {
  const clock = new HandClock();
  const frames = new Frames({
    sealer: () => sealer as FrameSealer | null,
    now: () => clock.now(),
    after: (ms, callback) => clock.after(ms, callback),
  });
  return { clock, frames };
}

describe("a frame going out", () => {
  it("leaves sealed", () => {
    const { frames } = make({ sealFrame: (kind, bytes) => frame(kind.length, ...bytes) });
    expect(frames.seal("camera", frame(1, 2))).toEqual(frame(6, 1, 2));
    expect(frames.counters()).toMatchObject({ sealed: 1, notSealed: 0 });
  });

  it.each([
    ["without keys", { sealFrame: () => 1 }],
    ["before there is anything to seal with", null],
    [
      "when sealing fails altogether",
      {
        sealFrame: () => {
          throw new Error("trap");
        },
      },
    ],
  ])("does not leave %s", (_, sealer) => {
    const { frames } = make(sealer);
    expect(frames.seal("microphone", frame(1))).toBeNull();
    expect(frames.counters()).toMatchObject({ sealed: 0, notSealed: 1 });
  });
});

describe("a frame coming in", () => {
  it("is opened as its slot's person and kind", async () => {
    const seen: string[] = [];
    const { frames } = make({
      openFrame: (seat, kind, bytes) => {
        seen.push(`${seat} ${kind}`);
        return bytes;
      },
    });
    const receive = frames.receiver("1-video-0", () => undefined);
    expect(await receive(frame(1)), "nobody's slot").toBeNull();
    frames.assign("1-video-0", { seat: "ann", kind: "screen" });
    expect(await receive(frame(1))).toEqual(frame(1));
    frames.assign("1-video-0", null);
    expect(await receive(frame(1))).toBeNull();
    expect(seen).toEqual(["ann screen"]);
    expect(frames.counters()).toMatchObject({ opened: 1, notOpened: 2 });
  });

  it("that is padding is passed over and not counted", async () => {
    const { frames } = make({ openFrame: () => 5 });
    expect(await frames.receiver("slot", () => undefined)(frame())).toBeNull();
    expect(frames.counters()).toMatchObject({ opened: 0, notOpened: 0 });
  });

  it("that does not open asks for a key frame, now and then", async () => {
    const { clock, frames } = make({ openFrame: () => 5 });
    let asked = 0;
    const receive = frames.receiver("slot", () => {
      asked += 1;
    });
    frames.assign("slot", { seat: "ann", kind: "camera" });
    for (let count = 0; count < 10; count += 1) expect(await receive(frame(1))).toBeNull();
    expect(asked).toBe(1);
    await clock.advance(500);
    await receive(frame(1));
    expect(asked).toBe(2);
  });

  it("that has overtaken its commit waits for it", async () => {
    let key = false;
    const { frames } = make({ openFrame: (_, __, bytes) => (key ? bytes : 1) });
    frames.assign("slot", { seat: "ann", kind: "camera" });
    const result = frames.receiver("slot", () => undefined)(frame(1));
    await settle();
    key = true;
    frames.keysChanged();
    expect(await result).toEqual(frame(1));
  });

  it("waits for no more than a second, and the next ones not again", async () => {
    const { clock, frames } = make({ openFrame: () => 1 });
    frames.assign("slot", { seat: "ann", kind: "microphone" });
    const receive = frames.receiver("slot", () => undefined);
    let first: Uint8Array | null | undefined;
    void receive(frame(1)).then((result) => {
      first = result;
    });
    await clock.advance(900);
    expect(first).toBeUndefined();
    await clock.advance(100);
    expect(first).toBeNull();
    expect(await receive(frame(2))).toBeNull();
  });
});
