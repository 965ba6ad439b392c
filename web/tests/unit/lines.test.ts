// The media connection by itself: which ways it is told of, what is said while there is none, and that a detour is noticed.

import { beforeEach, describe, expect, it } from "vitest";
import { Lines } from "../../src/call/lines.ts";
import { Scope } from "../../src/call/scope.ts";
import { HandClock, settle } from "./hands/clock.ts";
import { handPeers } from "./hands/media.ts";
import { TURN } from "./hands/server.ts";

let clock: HandClock;
let peers: ReturnType<typeof handPeers>;
let lines: Lines;

let iceServers = [TURN];
let offers: string[] = [];

beforeEach(async () => {
  clock = new HandClock();
  peers = handPeers();
  offers = [];
  iceServers = [TURN];
  lines = new Lines({
    scope: new Scope(),
    clock,
    makePeer: peers.make,
    capacity: 2,
    iceServers: () => iceServers,
    transform: () => null as unknown as RTCRtpScriptTransform,
    assign: async () => undefined,
    offer: (sdp) => void offers.push(sdp),
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
    expect(peer(0).options.iceServers).toEqual([TURN]);
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
  it("looks for what was lost at once, and leaves alone what is there", async () => {
    peer(0).options.changed("connected");
    lines.wake();
    await settle();
    expect(peer(0).restarts).toBe(0);
    peer(0).options.changed("disconnected");
    lines.wake();
    await settle();
    expect(peer(0).restarts).toBe(1);
    expect(offers).toEqual(["offer 1", "offer 1 again"]);
    // Once is enough.
    lines.wake();
    await settle();
    expect(peer(0).restarts).toBe(1);
  });
});

describe("a connection that is lost", () => {
  beforeEach(async () => {
    peer(0).options.changed("connected");
    await settle();
    peer(0).options.changed("disconnected");
  });

  it("heals by itself at first, then looks for another way, and goes on over that", async () => {
    await clock.advance(1_400);
    expect(peer(0).restarts).toBe(0);
    await clock.advance(200);
    expect(peer(0).restarts).toBe(1);
    await lines.answer("another way");
    expect(peer(0).answered).toBe("another way");
    peer(0).options.changed("connected");
    await clock.advance(20_000);
    expect(peers.all.length).toBe(1);
    expect(lines.state.value).toBe("connected");
    // And once more.
    peer(0).options.changed("disconnected");
    await clock.advance(1_600);
    expect(peer(0).restarts).toBe(2);
  });

  it("is made anew where no other way is found", async () => {
    await clock.advance(1_600);
    await lines.answer("another way");
    await clock.advance(8_100);
    expect(peers.all.length).toBe(2);
    expect(peer(0).closed).toBe(true);
    await lines.answer("answer");
    expect(peer(1).answered).toBe("answer");
  });

  it("is made anew where nobody answers", async () => {
    await clock.advance(1_600);
    expect(peer(0).restarts).toBe(1);
    lines.wake();
    await clock.advance(8_100);
    expect(peers.all.length).toBe(2);
  });

  it("is made anew where the relay does not know it any more", async () => {
    await clock.advance(1_600);
    peer(0).refuses = true;
    await lines.answer("of another connection");
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

  it("is left when there is a better way, which is looked for now and then", async () => {
    peer(0).carries = "stream";
    peer(0).options.changed("connected");
    await settle();
    await clock.advance(61_000);
    expect(peer(0).restarts).toBe(1);
    await lines.answer("another way");
    await clock.advance(61_000);
    expect(peer(0).restarts).toBe(2);
    await lines.answer("another way");
    peer(0).carries = "datagrams";
    await clock.advance(121_000);
    expect(peer(0).restarts).toBe(2);
    expect(peers.all.length).toBe(1);
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

describe("little data", () => {
  it("is sent over this connection, and over later ones, until that is over", async () => {
    lines.limit(true);
    expect(peer(0).limited).toBe(true);
    peer(0).options.changed("failed");
    await clock.advance(10);
    expect(peer(1).limited).toBe(false);
    await lines.answer("answer");
    expect(peer(1).limited).toBe(true);
    lines.limit(false);
    expect(peer(1).limited).toBe(false);
  });
});
