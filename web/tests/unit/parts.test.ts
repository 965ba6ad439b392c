// Smaller parts of the machine room: scope, link, memory, answer, devices, and what leaves this device.

import { effect, signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import { Devices } from "../../src/call/devices.ts";
import { tabMemory } from "../../src/call/memory.ts";
import { Scope } from "../../src/call/scope.ts";
import { Sending } from "../../src/call/sending.ts";
import { type BrowserGlobals, capability } from "../../src/media/capability.ts";
import { harden } from "../../src/media/sdp.ts";
import { isPinned, isWhole, parseRoute } from "../../src/wire/link.ts";
import { HandClock, settle } from "./hands/clock.ts";
import { HandDevices, type HandTrack } from "./hands/media.ts";
import { FRAGMENT, ROOT_KEY, TOKEN } from "./hands/world.ts";

describe("a scope", () => {
  it("ends everything, the latest first, and nothing twice", () => {
    const scope = new Scope();
    const ended: string[] = [];
    scope.own(() => ended.push("first"));
    const early = scope.own(() => ended.push("early"));
    scope.own(() => {
      throw new Error("broken");
    });
    scope.child().own(() => ended.push("child"));
    early();
    scope.end();
    scope.end();
    early();
    expect(ended).toEqual(["early", "child", "first"]);
  });

  it("that is over ends at once what is given to it", () => {
    const scope = new Scope();
    scope.end();
    let ended = false;
    scope.own(() => {
      ended = true;
    });
    expect(ended).toBe(true);
  });

  it("stops timers and listeners", async () => {
    const clock = new HandClock();
    const scope = new Scope();
    const target = new EventTarget();
    let calls = 0;
    const call = () => {
      calls += 1;
    };
    scope.after(clock, 100, call);
    scope.every(clock, 100, call);
    scope.listen(target, "change", call);
    await clock.advance(100);
    target.dispatchEvent(new Event("change"));
    expect(calls).toBe(3);
    scope.end();
    await clock.advance(1_000);
    target.dispatchEvent(new Event("change"));
    expect(calls).toBe(3);
    expect(clock.waiting).toBe(0);
  });
});

describe("a link", () => {
  it("names its page", () => {
    expect(parseRoute(`/v/${TOKEN}`)).toEqual({ kind: "visit", token: TOKEN });
    expect(parseRoute(`/d/${TOKEN}/`)).toEqual({ kind: "desk", token: TOKEN });
    expect(parseRoute(`/s/${TOKEN}`)).toEqual({ kind: "enrolment", token: TOKEN });
    expect(parseRoute("/sign-in")).toEqual({ kind: "signIn" });
    expect(parseRoute("/practice/")).toEqual({ kind: "practice" });
    expect(parseRoute("/account")).toEqual({ kind: "account" });
    expect(parseRoute("/sign-in/more")).toEqual({ kind: "none" });
    expect(parseRoute("/")).toEqual({ kind: "none" });
    expect(parseRoute("/v/a/b")).toEqual({ kind: "none" });
  });

  it("is whole only with its own token, and pinned only to its own practice", async () => {
    expect(await isWhole(TOKEN, FRAGMENT)).toBe(true);
    expect(await isWhole(`A${TOKEN.slice(1)}`, FRAGMENT)).toBe(false);
    expect(await isWhole(TOKEN, `A${FRAGMENT.slice(1)}`)).toBe(false);
    expect(await isWhole(TOKEN, "not base64url!")).toBe(false);
    expect(await isPinned(FRAGMENT, ROOT_KEY)).toBe(true);
    expect(await isPinned(FRAGMENT, "AAAA")).toBe(false);
  });
});

describe("a tab's memory", () => {
  class HandStorage {
    readonly kept = new Map<string, string>();
    getItem = (key: string) => this.kept.get(key) ?? null;
    setItem = (key: string, value: string) => void this.kept.set(key, value);
    removeItem = (key: string) => void this.kept.delete(key);
  }

  it("keeps the fragment over a reload, and nothing after the end", () => {
    const storage = new HandStorage();
    tabMemory(storage as unknown as Storage, "visit", "t", "secret").write({ name: "Ann" });
    const again = tabMemory(storage as unknown as Storage, "visit", "t", "");
    expect(again.read()).toEqual({ fragment: "secret", name: "Ann" });
    expect(tabMemory(storage as unknown as Storage, "visit", "other", "").read()).toEqual({ fragment: "" });
    again.clear();
    expect([...storage.kept]).toEqual([]);
  });

  it("goes without storage where there is none", () => {
    const storage = {
      getItem: () => "{",
      setItem: () => {
        throw new Error("full");
      },
    };
    const memory = tabMemory(storage as unknown as Storage, "visit", "t", "secret");
    memory.write({ name: "Ann" });
    expect(memory.read()).toEqual({ fragment: "secret" });
  });
});

describe("a browser", () => {
  const able = {
    isSecureContext: true,
    RTCPeerConnection: {},
    RTCRtpScriptTransform: {},
    WebAssembly: {},
    Worker: {},
    WebSocket: {},
    TransformStream: {},
    crypto: { subtle: {} },
    navigator: { mediaDevices: {} },
    RTCRtpSender: { getCapabilities: () => ({ codecs: [{ mimeType: "video/VP8" }] }) },
  };
  const judge = (browser: object) => capability(browser as unknown as BrowserGlobals);

  it("that can seal is able, and none that cannot", () => {
    expect(judge(able)).toBe("able");
    expect(judge({ ...able, isSecureContext: false })).toBe("insecurePage");
    for (const missing of ["RTCRtpScriptTransform", "WebAssembly", "RTCRtpSender", "crypto"]) {
      expect(judge({ ...able, [missing]: undefined }), missing).toBe("browserTooOld");
    }
  });
});

describe("an answer", () => {
  const answer = [
    "v=0",
    "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
    "m=audio 9 UDP/TLS/RTP/SAVPF 111",
    "a=mid:0",
    "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
    "a=extmap:2/recvonly urn:ietf:params:rtp-hdrext:csrc-audio-level vad=on",
    "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
    "a=rtpmap:111 opus/48000/2",
    "a=fmtp:111 minptime=10;usedtx=1;useinbandfec=0",
    "m=audio 9 UDP/TLS/RTP/SAVPF 111",
    "a=rtpmap:111 opus/48000/2",
    "m=video 9 UDP/TLS/RTP/SAVPF 96",
    "a=rtpmap:96 VP8/90000",
    "",
  ].join("\r\n");

  it("is applied with a constant bit rate, without pauses, and without levels", () => {
    expect(harden(answer).split("\r\n")).toEqual([
      "v=0",
      "m=audio 9 UDP/TLS/RTP/SAVPF 111",
      "a=mid:0",
      "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
      "a=rtpmap:111 opus/48000/2",
      "a=fmtp:111 minptime=10;usedtx=0;useinbandfec=1;cbr=1",
      "m=audio 9 UDP/TLS/RTP/SAVPF 111",
      "a=rtpmap:111 opus/48000/2",
      "a=fmtp:111 cbr=1;usedtx=0;useinbandfec=1",
      "m=video 9 UDP/TLS/RTP/SAVPF 96",
      "a=rtpmap:96 VP8/90000",
      "",
    ]);
  });
});

describe("devices", () => {
  it.each([
    ["NotAllowedError", "refused"],
    ["NotFoundError", "missing"],
    ["NotReadableError", "inUse"],
    ["TypeError", "failed"],
  ] as const)("that fail with %s are %s, and work once they do", async (name, state) => {
    const edge = new HandDevices();
    const devices = new Devices(edge);
    expect(devices.camera.value).toBe("notAsked");
    edge.failing.set("camera", name);
    await devices.request("camera");
    expect(devices.camera.value).toBe(state);
    edge.failing.clear();
    await devices.request("camera");
    expect(devices.camera.value).toBe("working");
    expect(devices.preview.value).not.toBeNull();
    expect(devices.chosen.camera.value).toBe("camera");
    expect(devices.choices.speaker.value).toEqual([{ id: "speaker", label: "Speaker" }]);
  });

  it("are replaced by another when they are pulled out", async () => {
    const edge = new HandDevices();
    edge.devices.push({ kind: "audioinput", id: "headset", label: "Headset" });
    const devices = new Devices(edge);
    await devices.choose("microphone", "headset");
    expect(edge.running).toEqual(["headset"]);
    edge.devices = edge.devices.filter(({ id }) => id !== "headset");
    edge.opened[0]?.stop();
    edge.opened[0]?.onended?.();
    await settle();
    expect(devices.microphone.value).toBe("working");
    expect(edge.running).toEqual(["microphone"]);
  });

  it("come back when they are plugged in again", async () => {
    const edge = new HandDevices();
    edge.failing.set("camera", "NotFoundError");
    const devices = new Devices(edge);
    await devices.request("camera");
    edge.failing.clear();
    edge.change();
    await settle();
    expect(devices.camera.value).toBe("working");
  });

  it("are not opened by themselves once stopped, and one that opens late is stopped", async () => {
    const edge = new HandDevices();
    const devices = new Devices(edge);
    const late = devices.request("camera");
    devices.stop();
    await late;
    edge.change();
    await settle();
    expect(edge.running).toEqual([]);
    expect(devices.camera.value).toBe("notAsked");
  });

  it("measure the microphone only while someone looks", async () => {
    const edge = new HandDevices();
    const devices = new Devices(edge);
    await devices.request("microphone");
    expect(edge.measuring).toBe(0);
    const seen: number[] = [];
    const stop = effect(() => void seen.push(devices.level.value));
    expect(edge.measuring).toBe(1);
    edge.level(0.5);
    expect(seen).toEqual([0, 0.5]);
    stop();
    expect(edge.measuring).toBe(0);
  });
});

describe("what leaves this device", () => {
  async function make() {
    const edge = new HandDevices();
    const devices = new Devices(edge);
    await devices.request("camera");
    await devices.request("microphone");
    const scope = new Scope();
    const ready = signal(false);
    const sent: Record<string, HandTrack | null> = {};
    const lines = {
      send: (kind: string, track: MediaStreamTrack | null) => {
        sent[kind] = track as unknown as HandTrack | null;
      },
    };
    const sending = new Sending({ scope, devices, lines, ready, microphone: true, camera: true });
    return { edge, devices, scope, ready, sent, sending };
  }

  it("is nothing before there is a key", async () => {
    const { ready, sent } = await make();
    expect(sent).toEqual({ microphone: null, camera: null, screen: null });
    ready.value = true;
    expect(sent.camera?.name).toBe("camera");
    expect(sent.microphone?.name).toBe("microphone");
  });

  it("is silence when muted, and no picture when the camera is off; its light goes out", async () => {
    const { edge, ready, sent, sending } = await make();
    ready.value = true;
    sending.setMicrophone(false);
    expect(sent.microphone?.enabled).toBe(false);
    sending.setCamera(false);
    expect(sent.camera).toBeNull();
    expect(edge.running).toEqual(["microphone"]);
    expect(sending.hasCamera.value).toBe(true);
    expect(sending.on.value).toEqual({ microphone: false, camera: false, screen: false });
    sending.setCamera(true);
    await settle();
    expect(sent.camera?.stopped).toBe(false);
  });

  it("is nothing at all behind the curtain, and what it was when that is opened", async () => {
    const { edge, ready, sent, sending } = await make();
    ready.value = true;
    await sending.shareScreen(true);
    expect(sent.screen?.name).toBe("screen");
    sending.curtain();
    expect(sent).toEqual({ microphone: null, camera: null, screen: null });
    expect(edge.opened.find(({ name }) => name === "microphone")?.enabled).toBe(false);
    expect(edge.running).toEqual(["microphone"]);
    expect(sending.curtainDrawn.value).toBe(true);
    sending.curtain();
    await settle();
    expect(sending.curtainDrawn.value).toBe(false);
    expect(sent.microphone?.enabled).toBe(true);
    expect(sent.camera?.name).toBe("camera");
    expect(sent.screen).toBeNull();
  });

  it("is no screen once the browser's own button was pressed, or nothing was chosen", async () => {
    const { edge, sending } = await make();
    await sending.shareScreen(true);
    edge.opened.at(-1)?.onended?.();
    expect(sending.screenOn.value).toBe(false);
    edge.failing.set("screen", "NotAllowedError");
    await sending.shareScreen(true);
    expect(sending.screenOn.value).toBe(false);
  });

  it("ends with the scope", async () => {
    const { edge, scope, sending, ready, sent } = await make();
    await sending.shareScreen(true);
    scope.end();
    expect(edge.running).toEqual(["camera", "microphone"]);
    ready.value = true;
    expect(sent.camera).toBeNull();
  });
});
