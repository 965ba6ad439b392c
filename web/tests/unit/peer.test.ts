// The connection to the relay: laid out as agreed, sealed before it carries anything, and silent when nothing is to be sent.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { browserPeer } from "../../src/media/peer.ts";
import { track } from "./hands/media.ts";

class HandSender {
  transform: unknown = null;
  track: unknown = null;
  encodings: { rid?: string; active?: boolean }[];
  constructor(encodings: { rid?: string }[]) {
    this.encodings = encodings.length > 0 ? encodings : [{}];
  }
  async replaceTrack(next: unknown): Promise<void> {
    this.track = next;
  }
  getParameters() {
    return { encodings: this.encodings.map((encoding) => ({ ...encoding })) };
  }
  async setParameters({ encodings }: { encodings: { active?: boolean }[] }): Promise<void> {
    this.encodings = encodings;
  }
}

interface HandTransceiver {
  readonly media: string;
  readonly direction: string;
  readonly sender: HandSender;
  readonly receiver: { track: unknown; transform: unknown };
  codecs: string[];
  mid: string | null;
}

let transceivers: HandTransceiver[];

class HandConnection {
  connectionState = "new";
  addTransceiver(media: string, init: { direction: string; sendEncodings?: { rid?: string }[] }): HandTransceiver {
    const transceiver = {
      media,
      direction: init.direction,
      sender: new HandSender(init.sendEncodings ?? []),
      receiver: { track: track(`received ${transceivers.length}`), transform: null },
      codecs: [] as string[],
      mid: null,
      setCodecPreferences(codecs: { mimeType: string }[]) {
        transceiver.codecs = codecs.map(({ mimeType }) => mimeType);
      },
    };
    transceivers.push(transceiver);
    return transceiver;
  }
  close(): void {}
}

const capabilities = (media: string) => ({
  codecs: (media === "audio"
    ? ["audio/opus", "audio/red", "audio/PCMU"]
    : ["video/VP8", "video/rtx", "video/H264"]
  ).map((mimeType) => ({ mimeType })),
});

beforeEach(() => {
  transceivers = [];
  vi.stubGlobal("RTCPeerConnection", HandConnection);
  vi.stubGlobal("RTCRtpSender", { getCapabilities: capabilities });
  vi.stubGlobal("RTCRtpReceiver", { getCapabilities: capabilities });
});
afterEach(() => vi.unstubAllGlobals());

const make = (transform: (options: unknown) => unknown = (options) => options) =>
  browserPeer({ capacity: 3, iceServers: [], transform: transform as never, changed: () => undefined });

describe("a connection", () => {
  it("has its sections in the agreed order, with Opus and VP8 alone", () => {
    make();
    expect(transceivers.map(({ media, direction }) => `${media} ${direction}`)).toEqual([
      "audio sendonly",
      "video sendonly",
      "video sendonly",
      "audio recvonly",
      "audio recvonly",
      "video recvonly",
      "video recvonly",
      "video recvonly",
      "video recvonly",
    ]);
    expect(transceivers[1]?.sender.encodings.map(({ rid }) => rid)).toEqual(["l", "m", "h"]);
    expect(new Set(transceivers.flatMap(({ codecs }) => codecs))).toEqual(
      new Set(["audio/opus", "video/VP8", "video/rtx"]),
    );
  });

  it("has a transform on everything before anything is carried", () => {
    make();
    expect(transceivers.slice(0, 3).map(({ sender }) => sender.transform)).toEqual([
      { side: "send", kind: "microphone" },
      { side: "send", kind: "camera" },
      { side: "send", kind: "screen" },
    ]);
    expect(transceivers.every(({ sender }) => sender.track === null)).toBe(true);
    const slots = transceivers.slice(3).map(({ receiver }) => (receiver.transform as { slot: string }).slot);
    expect(new Set(slots).size).toBe(6);
  });

  it("sends no track whose transform is not in place", async () => {
    const peer = make(() => null);
    await peer.send("camera", track("camera"));
    expect(transceivers[1]?.sender.track).toBeNull();
  });

  it("stops its encoders with the track, and starts them again", async () => {
    const peer = make();
    const active = () => transceivers[1]?.sender.encodings.map(({ active: on }) => on ?? true);
    const camera = track("camera");
    await peer.send("camera", camera);
    expect(active()).toEqual([true, true, true]);
    await peer.send("camera", null);
    expect(transceivers[1]?.sender.track).toBeNull();
    expect(active()).toEqual([false, false, false]);
    await peer.send("camera", camera);
    expect(transceivers[1]?.sender.track).toBe(camera);
    expect(active()).toEqual([true, true, true]);
  });

  it("sends the smallest picture alone where little data is wanted, and keeps to that", async () => {
    const peer = make();
    const active = () => transceivers[1]?.sender.encodings.map(({ active: on }) => on ?? true);
    await peer.limit(true);
    await peer.send("camera", track("camera"));
    expect(active()).toEqual([true, false, false]);
    await peer.send("screen", track("screen"));
    expect(transceivers[2]?.sender.encodings.map(({ active: on }) => on ?? true)).toEqual([true]);
    await peer.limit(false);
    expect(active()).toEqual([true, true, true]);
  });

  it("holds to the last wish, in whatever order the browser answers", async () => {
    const peer = make();
    const answers = [peer.send("camera", track("camera")), peer.send("camera", null)];
    await Promise.all(answers);
    expect(transceivers[1]?.sender.track).toBeNull();
  });
});
