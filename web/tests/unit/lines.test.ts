// The media connection by itself: which ways it is told of, what is said while there is none, and that a detour is noticed.

import { beforeEach, describe, expect, it } from "vitest";
import { Lines } from "../../src/call/lines.ts";
import { Scope } from "../../src/call/scope.ts";
import { HandClock, settle } from "./hands/clock.ts";
import { handPeers } from "./hands/media.ts";

let clock: HandClock;
let peers: ReturnType<typeof handPeers>;
let lines: Lines;
const servers = { urls: ["turn:clinic.example:443?transport=tcp"], username: "ann", credential: "secret" };
let iceServers = [servers];

beforeEach(async () => {
  clock = new HandClock();
  peers = handPeers();
  lines = new Lines({
    scope: new Scope(),
    clock,
    makePeer: peers.make,
    capacity: 2,
    iceServers: () => iceServers,
    transform: () => null as unknown as RTCRtpScriptTransform,
    assign: async () => undefined,
    offer: () => undefined,
    unreachable: () => false,
    failed: (error) => expect.unreachable(String(error)),
  });
  await lines.open();
  await lines.answer("answer");
});

const peer = (place: number) => peers.all[place] ?? expect.unreachable("no such connection");
const latest = () => peer(peers.all.length - 1);

describe("a connection", () => {
  it("is told of the ways there are at that time", async () => {
    expect(peer(0).options.iceServers).toEqual([servers]);
    iceServers = [];
    peer(0).options.changed("failed");
    await clock.advance(10);
    expect(peer(1).options.iceServers).toEqual([]);
  });

  it("says how it goes: nothing at first, then that ways are tried, then that none was found", async () => {
    await clock.advance(3_900);
    expect(lines.search.value).toBe("none");
    await clock.advance(200);
    expect(lines.search.value).toBe("searching");
    // Other connections were tried meanwhile; the count goes on over all of them.
    await clock.advance(20_000);
    expect(peers.all.length).toBeGreaterThan(1);
    expect(lines.search.value).toBe("searching");
    await clock.advance(1_000);
    expect(lines.search.value).toBe("blocked");
    await lines.answer("answer");
    latest().options.changed("connected");
    expect(lines.search.value).toBe("none");
    await clock.advance(60_000);
    expect(lines.search.value).toBe("none");
  });

  it("says so too when it is lost later and not found again", async () => {
    peer(0).options.changed("connected");
    await clock.advance(60_000);
    peer(0).options.changed("disconnected");
    await clock.advance(26_000);
    expect(lines.search.value).toBe("blocked");
  });
});

describe("a device that wakes up, or is on a network again", () => {
  it("makes what was lost anew at once, and leaves alone what is there", async () => {
    peer(0).options.changed("connected");
    lines.wake();
    await clock.advance(10);
    expect(peers.all.length).toBe(1);
    peer(0).options.changed("disconnected");
    lines.wake();
    await clock.advance(10);
    expect(peers.all.length).toBe(2);
  });
});

describe("a detour", () => {
  it("is noticed, also when the browser changes to it, or leaves it, by itself", async () => {
    peer(0).options.changed("connected");
    await settle();
    expect(lines.way.value).toBe("datagrams");
    peer(0).carries = "stream";
    await clock.advance(5_000);
    expect(lines.way.value).toBe("stream");
    peer(0).carries = "datagrams";
    await clock.advance(5_000);
    expect(lines.way.value).toBe("datagrams");
  });

  it("is asked about for one connection at a time", async () => {
    peer(0).options.changed("connected");
    await settle();
    peer(0).options.changed("failed");
    await clock.advance(10);
    peer(0).carries = "stream";
    await clock.advance(10_000);
    expect(lines.way.value).toBe("datagrams");
  });
});
