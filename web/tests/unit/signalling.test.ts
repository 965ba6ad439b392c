// The signalling session: nothing is lost, nothing comes twice, and a dead connection is noticed.

import { beforeEach, describe, expect, it } from "vitest";
import type { ServerMessage } from "../../src/wire/messages.ts";
import { createSignalling, type SavedSession, type Signalling } from "../../src/wire/signalling.ts";
import { HandClock, settle } from "./hands/clock.ts";
import { HandServer } from "./hands/server.ts";

const TOKEN = "AAAAAAAAAAAAAAAAAAAAAA";

let clock: HandClock;
let server: HandServer;
let received: ServerMessage[];
let welcomes: boolean[];
let losses: number;

beforeEach(() => {
  clock = new HandClock();
  server = new HandServer();
  received = [];
  welcomes = [];
  losses = 0;
});

async function start(saved: SavedSession | null = null): Promise<Signalling> {
  const signalling = createSignalling({
    open: server.open,
    clock,
    random: () => 0.5,
    credential: { type: "invitation", token: TOKEN },
    saved,
    events: {
      welcome: (_, continued) => welcomes.push(continued),
      message: (message) => received.push(message),
      lost: () => {
        losses += 1;
      },
    },
  });
  await settle();
  return signalling;
}

const note = (text: string): ServerMessage => ({ type: "note", note: text });

describe("a session", () => {
  it("greets first, and counts what follows from one", async () => {
    const signalling = await start();
    expect(signalling.send({ type: "leave" })).toBe(1);
    expect(signalling.send({ type: "exit" })).toBe(2);
    expect(server.raw.map(({ seq, body }) => [seq, body.type])).toEqual([
      [0, "hello"],
      [1, "leave"],
      [2, "exit"],
    ]);
    expect(welcomes).toEqual([false]);
  });

  it("holds what is said before the welcome until there is a session", async () => {
    server.welcome = () => null;
    const signalling = await start();
    signalling.send({ type: "leave" });
    expect(server.heard).toEqual([]);
  });

  it("says `takeSeat` although there is no session yet", async () => {
    server.welcome = () => ({ type: "taken" });
    const signalling = await start();
    expect(received).toEqual([{ type: "taken" }]);
    signalling.send({ type: "takeSeat" });
    expect(server.last("takeSeat")).toEqual({ type: "takeSeat" });
    await clock.advance(60_000);
    expect(losses, "to wait for the other's answer is no loss").toBe(0);
    expect(server.raw.filter(({ body }) => body.type === "ping").length, "signs of life").toBe(12);
  });

  it("keeps a request for a seat that is under way when the page wakes", async () => {
    server.welcome = () => ({ type: "taken" });
    const signalling = await start();
    signalling.send({ type: "takeSeat" });
    signalling.wake();
    await clock.advance(3_000);
    expect(server.connections.length).toBe(1);
    expect(losses).toBe(0);
    server.silent = true;
    signalling.wake();
    await clock.advance(3_000);
    expect(losses, "a dead connection is noticed all the same").toBeGreaterThan(0);
  });

  it("reports what the server has taken, at the next word from it", async () => {
    const signalling = await start();
    let taken = 0;
    signalling.send({ type: "leave" }, () => {
      taken += 1;
    });
    expect(taken).toBe(0);
    await clock.advance(1_000);
    expect(taken).toBe(1);
    server.say(note("a"));
    expect(taken).toBe(1);
  });

  it("hears an error about a message before that message counts as taken", async () => {
    const signalling = await start();
    const order: string[] = [];
    const seq = signalling.send({ type: "leave" }, () => order.push("taken"));
    received.push = (...messages) => order.push(...messages.map(({ type }) => type));
    server.say({ type: "error", code: "notAllowed", category: "client", about: seq, fatal: false });
    expect(order).toEqual(["error", "taken"]);
  });

  it("acknowledges a flood without being asked", async () => {
    await start();
    for (let count = 0; count < 20; count += 1) server.say(note(String(count)));
    expect(server.raw.some(({ body, ack }) => body.type === "ack" && ack >= 16)).toBe(true);
  });
});

describe("a lost connection", () => {
  it("is taken up again, and what was under way is sent again once", async () => {
    const signalling = await start();
    server.say(note("before"));
    server.silent = true;
    signalling.send({ type: "leave" });
    server.cut();
    expect(losses).toBe(1);
    signalling.send({ type: "exit" });
    server.silent = false;
    await clock.advance(200);
    expect(welcomes).toEqual([false, true]);
    expect(server.heard.map(({ type }) => type)).toEqual(["leave", "exit"]);
  });

  it("brings what the server said meanwhile, and nothing twice", async () => {
    await start();
    server.say(note("1"));
    server.silent = true;
    server.say(note("2"));
    server.cut();
    server.silent = false;
    await clock.advance(200);
    server.deliver({ seq: 1, ack: 0, body: note("1") });
    server.say(note("3"));
    expect(received).toEqual([note("1"), note("2"), note("3")]);
  });

  it("is told by a gap in the numbers as well", async () => {
    await start();
    server.say(note("1"));
    server.deliver({ seq: 3, ack: 0, body: note("3") });
    expect(received).toEqual([note("1")]);
    expect(losses).toBe(1);
  });

  it("is told by a message that is none", async () => {
    await start();
    server.live?.events.received("{");
    expect(losses).toBe(1);
  });

  it("is noticed eight seconds after the last sign of life", async () => {
    await start();
    await clock.advance(60_000);
    expect(losses).toBe(0);
    server.silent = true;
    await clock.advance(8_000);
    expect(losses).toBe(1);
  });

  it("is noticed within two seconds of a wake-up", async () => {
    const signalling = await start();
    server.silent = true;
    signalling.wake();
    await clock.advance(2_000);
    expect(losses).toBe(1);
  });

  it("is tried again quickly at first, then more calmly, and at once after a wake-up", async () => {
    const signalling = await start();
    server.reachable = false;
    server.cut();
    const attempts: number[] = [];
    const began = clock.now();
    let known = server.connections.length;
    for (let step = 0; step < 160; step += 1) {
      await clock.advance(100);
      if (server.connections.length > known) attempts.push(clock.now() - began);
      known = server.connections.length;
    }
    expect(attempts).toEqual([200, 700, 1_700, 3_700, 7_700, 11_700, 15_700]);
    server.reachable = true;
    signalling.wake();
    await settle();
    expect(welcomes).toEqual([false, true]);
  });

  it("comes back to a server that knows nothing any more", async () => {
    const signalling = await start();
    signalling.send({ type: "leave" });
    server.forget();
    server.cut();
    await clock.advance(200);
    expect(welcomes).toEqual([false, false]);
    expect(signalling.send({ type: "exit" }), "both count from one again").toBe(1);
    server.say(note("1"));
    expect(received).toEqual([note("1")]);
  });

  it("shows the session again that the server says is gone, no more", async () => {
    let refused = 0;
    const usual = server.welcome;
    server.welcome = (hello) => {
      if (!hello.resume) return usual(hello);
      refused += 1;
      return { type: "error", code: "sessionGone", category: "client", about: 0, fatal: true };
    };
    await start({ session: "old", key: TOKEN });
    await clock.advance(200);
    expect(refused).toBe(1);
    expect(welcomes).toEqual([false]);
  });
});

describe("a reloaded page", () => {
  it("shows its session, and says that its state is gone", async () => {
    await start({ session: "old", key: TOKEN });
    expect(server.raw[0]?.body).toEqual({
      type: "hello",
      protocol: 1,
      credential: { type: "invitation", token: TOKEN },
      resume: { session: "old", key: TOKEN, intact: false },
    });
    expect(welcomes).toEqual([false]);
  });
});

describe("the end", () => {
  it("leaves no timer, no connection, and no way to say more", async () => {
    const signalling = await start();
    signalling.close();
    expect(signalling.send({ type: "leave" })).toBe(0);
    expect(clock.waiting).toBe(0);
    expect(server.live).toBeUndefined();
    await clock.advance(60_000);
    expect(server.connections.length).toBe(1);
  });
});
