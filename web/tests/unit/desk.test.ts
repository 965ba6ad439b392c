// The clinician's way: who waits and whether they are who they say, the room, and what only a clinician may do.

import { beforeEach, describe, expect, it } from "vitest";
import { createDesk } from "../../src/call/desk.ts";
import type { DeskView, HostControls } from "../../src/call/view.ts";
import type { DeskSeat, DeskVisit, Person, ServerMessage } from "../../src/wire/messages.ts";
import { settle, until } from "./hands/clock.ts";
import { TOKEN, World } from "./hands/world.ts";

let world: World;
let desk: DeskView;
let seats: DeskSeat[];

const seat = (name: string, more: Partial<DeskSeat> = {}): DeskSeat => ({
  seat: name,
  role: "patient",
  state: "arrived",
  online: true,
  waitingSince: 1_000,
  card: JSON.stringify({ name: `${name} Bakker`, alone: true, headphones: null, camera: true }),
  keyPackage: { keyPackage: `package of ${name}`, tag: "good" },
  sealedSecret: "good",
  patient: null,
  ...more,
});
const doctor: DeskSeat = {
  seat: "doctor",
  role: "clinician",
  state: "invited",
  online: true,
  waitingSince: null,
  card: null,
  keyPackage: null,
  sealedSecret: null,
  patient: null,
};

function visits(): DeskVisit[] {
  return [
    {
      visit: "visit",
      state: "open",
      startsAt: 1_000,
      minutes: 20,
      sensitive: false,
      marked: false,
      locked: false,
      capacity: 4,
      delayMinutes: null,
      seats: [doctor, ...seats],
    },
  ];
}

async function snapshot(): Promise<void> {
  world.server.say({ type: "desk", visits: visits() });
  await settle();
}

beforeEach(() => {
  world = new World();
  seats = [seat("ann"), seat("bob", { role: "companion" })];
  // The server answers `enter` as it would.
  world.server.onMessage = (message) => {
    if (message.type === "enter") {
      generation += 1;
      world.server.say({
        type: "entered",
        visit: message.visit,
        seat: "doctor",
        generation,
        capacity: 4,
        iceServers: [],
      });
    } else if (message.type === "offer") {
      world.server.say({ type: "answer", sdp: "answer" });
    }
  };
  generation = 0;
});
let generation = 0;

async function open(): Promise<void> {
  desk = createDesk({ ports: world.ports, token: TOKEN });
  await until(() => world.server.raw.length > 0);
  await settle();
  await snapshot();
}

async function enter(admit?: string): Promise<HostControls> {
  await open();
  desk.enter("visit", admit);
  await until(() => desk.screen.value === "call" && world.server.count("offer") === 1);
  await settle();
  const host = desk.call.value?.host;
  if (!host) throw new Error("no controls");
  return host;
}

const roster = (...people: [string, Person["state"]][]): ServerMessage => ({
  type: "roster",
  people: people.map(([name, state]) => ({
    seat: name,
    role: name === "doctor" ? "clinician" : "patient",
    state,
  })),
});

/** The clinician has let Ann in. */
async function withAnn(): Promise<HostControls> {
  const host = await enter("ann");
  world.server.say({ type: "commitAccepted", generation: 1, epoch: 0 });
  world.server.say(roster(["doctor", "connected"], ["ann", "connected"]));
  await settle();
  return host;
}

describe("the desk", () => {
  it("shows the day once the vault is open", async () => {
    await open();
    expect(desk.screen.value).toBe("desk");
    expect(desk.practiceName.value).toBe("Practice at the Canal");
    expect(desk.staffName.value).toBe("Dr Vermeer");
    expect(desk.visits.value).toMatchObject([
      {
        visit: "visit",
        expected: 0,
        inCall: 0,
        waiting: [
          { seat: "ann", name: "ann Bakker", role: "patient", genuine: true, alone: true, admitting: false },
          { seat: "bob", name: "bob Bakker", role: "companion", genuine: true },
        ],
      },
    ]);
  });

  it("says who is not who they say they are, and does not let them in", async () => {
    seats = [
      seat("ann", { keyPackage: { keyPackage: "swapped", tag: "bad" } }),
      seat("bob", { sealedSecret: "bad" }),
      seat("eve", { card: null }),
    ];
    const host = await enter("ann");
    expect(host.waiting.value.map(({ seat: name, genuine }) => [name, genuine])).toEqual([
      ["ann", false],
      ["bob", false],
      ["eve", false],
    ]);
    host.admit("ann");
    host.admit("bob");
    await settle();
    expect(world.server.count("admit")).toBe(0);
    expect(host.waiting.value.some(({ admitting }) => admitting)).toBe(false);
  });

  it("opens again only what has changed", async () => {
    await open();
    const before = world.seal.asked.filter((asked) => asked.startsWith("openCard")).length;
    seats = [seat("ann"), seat("bob", { role: "companion", card: JSON.stringify({ name: "Robert" }) })];
    await snapshot();
    expect(world.seal.asked.filter((asked) => asked.startsWith("openCard")).length).toBe(before + 1);
    expect(desk.visits.value[0]?.waiting[1]?.name).toBe("Robert");
  });

  it("turns away, tells the delay, and writes to those who wait", async () => {
    await open();
    desk.refuse("visit", "ann", "anotherTime");
    desk.delay("visit", 10);
    desk.note("visit", "bob", "Nearly there");
    await settle();
    expect(world.server.last("refuse")).toMatchObject({ seat: "ann", reason: "anotherTime" });
    expect(world.server.last("delay").minutes).toBe(10);
    expect(JSON.parse(world.server.last("note").note).text).toBe("Nearly there");
    expect(world.memory.kept.barred, "before the server agreed").toBeUndefined();
    await world.clock.advance(100);
    expect(world.memory.kept.barred).toEqual({ visit: ["ann"] });
  });

  it("bars nobody whom the server does not turn away", async () => {
    await open();
    world.server.onMessage = (message, seq) => {
      if (message.type !== "refuse") return;
      world.server.say({ type: "error", code: "notAllowed", category: "visit", about: seq, fatal: false });
    };
    desk.refuse("visit", "ann", "anotherTime");
    await settle();
    await world.clock.advance(1_000);
    expect(world.memory.kept.barred).toBeUndefined();
    expect(world.seal.asked).not.toContain("bar ann");
  });

  it("shows a barred person who waits again, and can refuse them again", async () => {
    world.memory.kept = { ...world.memory.kept, barred: { visit: ["ann"] } };
    await open();
    expect(desk.visits.value[0]?.waiting[0]).toMatchObject({ seat: "ann", caution: "barred" });
    desk.refuse("visit", "ann", "unspecified");
    await settle();
    expect(world.server.last("refuse").seat).toBe("ann");
  });

  it("with a vault that does not open says that the proof does not hold", async () => {
    world.seal.failing.set("openDesk", "badVault");
    desk = createDesk({ ports: world.ports, token: TOKEN });
    await until(() => desk.screen.value === "problem");
    expect(desk.problem.value?.kind).toBe("sealFailed");
  });

  it("is taken over from the browser where it was open", async () => {
    world.server.welcome = () => ({ type: "taken" });
    desk = createDesk({ ports: world.ports, token: TOKEN });
    await until(() => world.server.count("takeSeat") === 1);
  });
});

describe("the room", () => {
  it("is entered with one act, which also lets a person in", async () => {
    await enter("ann");
    expect(world.server.heard.map(({ type }) => type).filter((type) => type !== "application")).toEqual([
      "enter",
      "offer",
      "admit",
    ]);
    expect(world.server.last("admit")).toMatchObject({
      seat: "ann",
      commit: { generation: 1, epoch: 0 },
      welcome: { welcome: "welcome to ann" },
    });
    expect(world.devices.running).toEqual(["camera", "microphone"]);
  });

  it("asks for camera and microphone first, and shows that it does", async () => {
    await open();
    desk.enter("visit");
    expect(desk.screen.value).toBe("devices");
    await until(() => desk.screen.value === "call");
  });

  it("goes back to the desk where it cannot be entered", async () => {
    await open();
    world.server.onMessage = (message, seq) => {
      if (message.type !== "enter") return;
      world.server.say({ type: "error", code: "visitEnded", category: "visit", about: seq, fatal: false });
    };
    desk.enter("visit");
    await settle();
    expect(desk.screen.value).toBe("desk");
    expect(world.devices.running).toEqual([]);
  });

  it("shows that a person is being let in until they are", async () => {
    const host = await enter();
    host.admit("bob");
    await settle();
    expect(host.waiting.value.find(({ seat: name }) => name === "bob")?.admitting).toBe(true);
    world.server.say({ type: "commitAccepted", generation: 1, epoch: 0 });
    await settle();
    expect(host.waiting.value.find(({ seat: name }) => name === "bob")?.admitting).toBe(false);
    expect(desk.call.value?.people.value.map(({ seat: name }) => name)).toEqual(["bob"]);
    expect(world.server.heard.filter((message) => message.type === "application").length).toBeGreaterThan(0);
  });

  it("lets two people in one after the other", async () => {
    const host = await enter();
    host.admit("ann");
    host.admit("bob");
    await settle();
    expect(world.server.count("admit"), "one commit at a time").toBe(1);
    world.server.say({ type: "commitAccepted", generation: 1, epoch: 0 });
    await settle();
    expect(world.server.last("admit")).toMatchObject({ seat: "bob", commit: { epoch: 1 } });
  });

  it("lets a person in by the newest KeyPackage of their page", async () => {
    const host = await enter();
    host.admit("ann");
    host.admit("bob");
    await settle();
    seats = [seat("ann"), seat("bob", { role: "companion", keyPackage: { keyPackage: "newer", tag: "good" } })];
    await snapshot();
    world.server.say({ type: "commitAccepted", generation: 1, epoch: 0 });
    await until(() => world.server.count("admit") === 2);
    expect(world.seal.asked).toContain("admit bob newer");
  });

  it("tries again when another commit was first", async () => {
    const host = await withAnn();
    host.admit("bob");
    await settle();
    expect(world.server.last("admit").commit.epoch).toBe(1);
    world.server.say({ type: "commit", generation: 1, epoch: 1, by: "ann", added: null, commit: "{}" });
    world.server.say({ type: "commitStale", generation: 1, epoch: 1 });
    await settle();
    expect(world.server.count("admit")).toBe(3);
    expect(world.server.last("admit")).toMatchObject({ seat: "bob", commit: { epoch: 2 } });
    world.server.say({ type: "commitAccepted", generation: 1, epoch: 2 });
    await settle();
    expect(host.waiting.value.find(({ seat: name }) => name === "bob")?.admitting).toBe(false);
  });

  it("tries again only once it has seen the winner, where that comes later", async () => {
    const host = await withAnn();
    host.admit("bob");
    await settle();
    world.server.say({ type: "commitStale", generation: 1, epoch: 1 });
    await settle();
    expect(world.server.count("admit")).toBe(2);
    world.server.say({ type: "commit", generation: 1, epoch: 1, by: "ann", added: null, commit: "{}" });
    await settle();
    expect(world.server.last("admit")).toMatchObject({ seat: "bob", commit: { epoch: 2 } });
  });

  it("gives up a person whom the server does not let in, and goes on", async () => {
    const host = await enter();
    world.server.onMessage = (message, seq) => {
      if (message.type !== "admit" || message.seat !== "ann") return;
      world.server.say({ type: "error", code: "visitFull", category: "visit", about: seq, fatal: false });
    };
    host.admit("ann");
    host.admit("bob");
    await settle();
    expect(host.waiting.value.map(({ seat: name, admitting }) => [name, admitting])).toEqual([
      ["ann", false],
      ["bob", true],
    ]);
  });

  it("lets a person back in by itself whose page was reloaded", async () => {
    await withAnn();
    world.server.say({ type: "rejoin", seat: "ann", keyPackage: { keyPackage: "fresh", tag: "good" } });
    await settle();
    expect(world.seal.asked).toContain("admit ann fresh");
    expect(world.server.last("admit")).toMatchObject({ seat: "ann", commit: { epoch: 1 } });
  });

  it("lets everyone back in who asks as soon as it was entered anew", async () => {
    await open();
    world.memory.write({ admitted: { visit: ["ann"] } });
    seats = [seat("ann", { state: "connected" })];
    world.server.onMessage = (message) => {
      if (message.type !== "enter") return;
      world.server.say({ type: "entered", visit: "visit", seat: "doctor", generation: 2, capacity: 4, iceServers: [] });
      world.server.say(roster(["doctor", "admitted"], ["ann", "connected"]));
      world.server.say({ type: "desk", visits: visits() });
      world.server.say({ type: "rejoin", seat: "ann", keyPackage: { keyPackage: "fresh", tag: "good" } });
    };
    desk.enter("visit");
    await until(() => world.server.count("admit") === 1);
    expect(world.server.last("admit")).toMatchObject({ seat: "ann", commit: { generation: 2, epoch: 0 } });
    expect(desk.call.value?.people.value.map(({ seat: name }) => name)).toEqual(["doctor", "ann"]);
  });

  it("lets back in who asks before the visits are there", async () => {
    await open();
    world.memory.write({ admitted: { visit: ["ann"] } });
    seats = [];
    world.server.say({ type: "desk", visits: visits() });
    world.server.onMessage = (message) => {
      if (message.type !== "enter") return;
      world.server.say({ type: "entered", visit: "visit", seat: "doctor", generation: 2, capacity: 4, iceServers: [] });
      world.server.say({ type: "rejoin", seat: "ann", keyPackage: { keyPackage: "fresh", tag: "good" } });
    };
    desk.enter("visit");
    await settle();
    expect(world.server.count("admit")).toBe(0);
    seats = [seat("ann", { state: "connected" })];
    world.server.say({ type: "desk", visits: visits() });
    world.server.say(roster(["doctor", "admitted"], ["ann", "connected"]));
    await until(() => world.server.count("admit") === 1);
    expect(world.server.last("admit")).toMatchObject({ seat: "ann", commit: { generation: 2, epoch: 0 } });
  });

  it("does not let a removed person back in, also after a reload", async () => {
    const host = await withAnn();
    host.remove("ann");
    await settle();
    expect(world.server.last("remove")).toMatchObject({ seat: "ann", commit: { epoch: 1 } });
    world.server.say({ type: "commitAccepted", generation: 1, epoch: 1 });
    world.server.say(roster(["doctor", "connected"]));
    world.server.say({ type: "rejoin", seat: "ann", keyPackage: { keyPackage: "fresh", tag: "good" } });
    await settle();
    expect(world.server.count("admit")).toBe(1);

    const { kept } = world.memory;
    const onMessage = world.server.onMessage;
    world = new World();
    world.server.onMessage = onMessage;
    world.memory.kept = kept;
    desk = createDesk({ ports: world.ports, token: TOKEN });
    await until(() => world.server.count("enter") === 1);
    await settle();
    expect(world.seal.asked.find((asked) => asked.startsWith("enter"))).toMatch(/ ann$/);
  });

  it("lets nobody in by itself for whom there was no click", async () => {
    seats = [seat("ann", { state: "connected" }), seat("bob", { role: "companion" })];
    const host = await enter();
    world.server.say(roster(["doctor", "connected"], ["ann", "connected"]));
    world.server.say({ type: "rejoin", seat: "ann", keyPackage: { keyPackage: "fresh", tag: "good" } });
    await settle();
    expect(world.server.count("admit")).toBe(0);
    expect(host.waiting.value[0]).toMatchObject({ seat: "ann", genuine: true, caution: "unknown" });
    host.admit("ann");
    await settle();
    expect(world.seal.asked).toContain("admit ann fresh");
    world.server.say({ type: "commitAccepted", generation: 1, epoch: 0 });
    await settle();
    expect(host.waiting.value.map(({ seat: name }) => name)).toEqual(["bob"]);
    world.server.say({ type: "rejoin", seat: "ann", keyPackage: { keyPackage: "again", tag: "good" } });
    await settle();
    expect(world.seal.asked).toContain("admit ann again");
  });

  it("turns out whom the server shows in the call without a click", async () => {
    seats = [seat("ann", { state: "connected" })];
    const host = await enter();
    world.server.say(roster(["doctor", "connected"], ["ann", "connected"]));
    world.server.say({ type: "rejoin", seat: "ann", keyPackage: { keyPackage: "fresh", tag: "good" } });
    await settle();
    host.refuse("ann", "notExpected");
    await settle();
    expect(world.server.last("remove").seat).toBe("ann");
    expect(world.seal.asked).toContain("remove ann");
  });

  it("wants a new click for a person who was out of the call", async () => {
    const host = await withAnn();
    for (const state of ["connected", "left", "arrived", "connected"] as const) {
      seats = [seat("ann", { state })];
      await snapshot();
    }
    world.server.say({ type: "rejoin", seat: "ann", keyPackage: { keyPackage: "other browser", tag: "good" } });
    await settle();
    expect(world.seal.asked).not.toContain("admit ann other browser");
    expect(host.waiting.value[0]).toMatchObject({ seat: "ann", caution: "unknown" });
  });

  it("wants a new click for a person whose commit broke the group, without giving up", async () => {
    await withAnn();
    seats = [seat("ann", { state: "connected" })];
    await snapshot();
    world.seal.failing.set("commit", "badCommit");
    world.server.say({ type: "commit", generation: 1, epoch: 1, by: "ann", added: null, commit: "{}" });
    await until(() => world.server.count("enter") === 2);
    await until(() => desk.screen.value === "call");
    world.server.say({ type: "rejoin", seat: "ann", keyPackage: { keyPackage: "fresh", tag: "good" } });
    await settle();
    expect(world.seal.asked).not.toContain("admit ann fresh");
    expect(desk.call.value?.host?.waiting.value[0]).toMatchObject({ seat: "ann", caution: "broke" });
    // Five more, of nobody who could be blamed, are borne.
    for (let count = 3; count <= 7; count += 1) {
      const generation = count - 1;
      world.seal.failing.set("commit", "badCommit");
      world.server.say({ type: "commit", generation, epoch: 0, by: "ann", added: null, commit: "{}" });
      await until(() => world.server.count("enter") === count);
      await settle();
    }
    expect(desk.screen.value).toBe("call");
    world.seal.failing.set("commit", "badCommit");
    world.server.say({ type: "commit", generation: 7, epoch: 0, by: "ann", added: null, commit: "{}" });
    await settle();
    expect(desk.problem.value?.kind).toBe("sealFailed");
  });

  it.each(["badSecret", "internal", "badGroup"] as const)(
    "stands where a person's KeyPackage fails with %s, who is then not genuine",
    async (reason) => {
      const host = await enter();
      world.seal.failing.set("admit", reason);
      host.admit("ann");
      host.admit("bob");
      await settle();
      expect(world.server.last("admit").seat).toBe("bob");
      expect(world.server.count("enter")).toBe(1);
      expect(host.waiting.value.find(({ seat: name }) => name === "ann")).toMatchObject({
        genuine: false,
        admitting: false,
      });
    },
  );

  it("shows a member whom the server does not name", async () => {
    await withAnn();
    world.server.say(roster(["doctor", "connected"]));
    world.server.say({ type: "commitStale", generation: 1, epoch: 1 });
    await settle();
    const ann = () => desk.call.value?.people.value.find(({ seat: name }) => name === "ann");
    expect(ann()).toMatchObject({ sealed: true, role: "patient", announced: true });
    await world.clock.advance(1_500);
    world.server.say(roster(["doctor", "connected"]));
    await world.clock.advance(1_500);
    expect(ann()).toMatchObject({ sealed: true, announced: false });
    world.server.say(roster(["doctor", "connected"], ["ann", "connected"]));
    await settle();
    expect(ann()?.announced).toBe(true);
  });

  it("takes out a member whom the server never named, when the clinician removes them", async () => {
    const host = await enter("ann");
    world.server.say({ type: "commitAccepted", generation: 1, epoch: 0 });
    world.server.say(roster(["doctor", "connected"]));
    await settle();
    expect(world.server.count("evict"), "not by itself: they may be just coming in").toBe(0);
    host.remove("ann");
    await settle();
    expect(world.seal.asked).toContain("bar ann");
    expect(world.server.last("evict")).toMatchObject({ seat: "ann", commit: { epoch: 1 } });
    world.server.say({ type: "commitAccepted", generation: 1, epoch: 1 });
    await settle();
    expect(desk.call.value?.people.value.map(({ seat: name }) => name)).toEqual(["doctor"]);
    expect(world.memory.kept.barred).toEqual({ visit: ["ann"] });
  });

  it("believes roles from the group, never from the server alone", async () => {
    await withAnn();
    world.server.say({
      type: "roster",
      people: [
        { seat: "doctor", role: "clinician", state: "connected" },
        { seat: "ann", role: "clinician", state: "connected" },
        { seat: "eve", role: "clinician", state: "connected" },
      ],
    });
    await settle();
    expect(desk.call.value?.people.value.map(({ seat: name, role }) => [name, role])).toEqual([
      ["doctor", "clinician"],
      ["ann", "patient"],
      ["eve", null],
    ]);
  });

  it("does not say that nobody is there before the server has said who is", async () => {
    const host = await enter();
    host.admit("ann");
    await settle();
    world.server.say({ type: "commitAccepted", generation: 1, epoch: 0 });
    await settle();
    expect(world.seal.asked.filter((asked) => asked.startsWith("present"))).toEqual([]);
    world.server.say(roster(["doctor", "connected"]));
    await settle();
    expect(world.seal.asked).toContain("present doctor");
  });

  it("says that there is no room for a visit, and lets the clinician try again", async () => {
    await open();
    const usual = world.server.onMessage;
    world.server.onMessage = (message, seq) => {
      if (message.type !== "enter") usual(message, seq);
      else world.server.say({ type: "error", code: "serverFull", category: "server", about: seq, fatal: false });
    };
    desk.enter("visit");
    await until(() => desk.roomLost.value !== null);
    expect([desk.roomLost.value, desk.screen.value, desk.problem.value]).toEqual(["full", "desk", null]);
    world.server.onMessage = usual;
    desk.enter("visit");
    await until(() => desk.screen.value === "call");
    expect(desk.roomLost.value).toBeNull();
  });

  it("is entered again by itself where the server knows of nobody in it, and else the desk says so", async () => {
    await withAnn();
    let refusing: "offer" | "enter" = "offer";
    const usual = world.server.onMessage;
    world.server.onMessage = (message, seq) => {
      if (message.type !== refusing) usual(message, seq);
      else world.server.say({ type: "error", code: "notAllowed", category: "visit", about: seq, fatal: false });
      if (message.type === "offer") refusing = "enter";
    };
    world.peers.all.at(-1)?.options.changed("failed");
    await world.clock.advance(10);
    await until(() => desk.screen.value === "desk");
    expect(desk.roomLost.value).toBe("lost");
    expect(world.server.count("enter")).toBe(2);
    world.server.onMessage = usual;
    desk.enter("visit");
    await until(() => desk.screen.value === "call");
    expect(desk.roomLost.value).toBeNull();
  });

  it("says what is missing where offers are refused", async () => {
    await open();
    const usual = world.server.onMessage;
    world.server.onMessage = (message, seq) => {
      if (message.type !== "offer") usual(message, seq);
      else world.server.say({ type: "error", code: "badOffer", category: "client", about: seq, fatal: false });
    };
    desk.enter("visit");
    await until(() => desk.screen.value === "problem");
    expect(desk.problem.value?.kind).toBe("noMedia");
  });

  it("takes out the leaf of a person who is gone", async () => {
    await withAnn();
    world.server.say(roster(["doctor", "connected"]));
    await settle();
    expect(world.server.last("evict")).toMatchObject({ seat: "ann", commit: { epoch: 1 } });
    world.server.say({ type: "commitAccepted", generation: 1, epoch: 1 });
    world.server.say(roster(["doctor", "connected"]));
    await settle();
    expect(world.server.count("evict")).toBe(1);
  });

  it("leaves that to the one who is first, and does not take out someone who is only just being added", async () => {
    await withAnn();
    world.server.say({
      type: "commit",
      generation: 1,
      epoch: 1,
      by: "ann",
      added: "bob",
      commit: JSON.stringify({ add: { seat: "bob", role: "patient" } }),
    });
    world.server.say(roster(["doctor", "connected"], ["ann", "connected"]));
    await settle();
    expect(world.server.count("evict")).toBe(0);
    world.server.say(roster(["ann", "connected"], ["doctor", "connected"], ["bob", "connected"]));
    world.server.say(roster(["ann", "connected"], ["doctor", "connected"]));
    await settle();
    expect(world.server.count("evict")).toBe(0);
  });

  it("renews its keys every five minutes while someone is there", async () => {
    await enter();
    await world.clock.advance(5 * 60_000);
    expect(world.server.count("update")).toBe(0);
    await settle();
    desk.call.value?.host?.admit("ann");
    await settle();
    world.server.say({ type: "commitAccepted", generation: 1, epoch: 0 });
    await world.clock.advance(5 * 60_000);
    expect(world.server.last("update").commit.epoch).toBe(1);
  });

  it("starts a new group when it has lost track of the old one", async () => {
    await withAnn();
    world.server.say({ type: "commit", generation: 1, epoch: 9, by: "ann", added: null, commit: "{}" });
    await until(() => world.server.count("enter") === 2);
    await until(() => desk.screen.value === "call");
    expect(world.seal.asked).toContain("enter visit 2");
  });

  it("is found again by a reloaded page", async () => {
    await withAnn();
    expect(world.memory.kept.visit).toBe("visit");
    const { kept } = world.memory;
    const onMessage = world.server.onMessage;
    world = new World();
    world.server.onMessage = onMessage;
    world.memory.kept = kept;
    desk = createDesk({ ports: world.ports, token: TOKEN });
    await until(() => desk.screen.value === "call");
    expect(world.server.last("enter").visit).toBe("visit");
  });
});

describe("an invitation", () => {
  it("gives the whole link once the server knows the seat", async () => {
    const host = await enter();
    const link = host.invite("companion");
    await settle();
    expect(world.server.last("invite")).toMatchObject({
      visit: "visit",
      invitation: { seat: "invited", role: "companion", tokenHash: "hash" },
    });
    expect(JSON.stringify(world.server.raw)).not.toContain("newFragment");
    seats = [...seats, seat("invited", { state: "invited", card: null, keyPackage: null })];
    await snapshot();
    expect(await link).toBe("https://practice.example/v/newToken#newFragment");
    expect(desk.visits.value[0]?.expected).toBe(1);
  });

  it("gives none where the server refuses", async () => {
    const host = await enter();
    world.server.onMessage = (message, seq) => {
      if (message.type !== "invite") return;
      world.server.say({ type: "error", code: "visitFull", category: "visit", about: seq, fatal: false });
    };
    await expect(host.invite("companion")).rejects.toThrow();
  });
});

describe("the end", () => {
  const ended: ServerMessage = {
    type: "ended",
    receipt: { visit: "visit", beganAt: 1, endedAt: 2, people: 2, retentionDays: 30, consentVersion: null },
  };

  it("for everyone comes with the receipt, and the desk stays", async () => {
    const host = await withAnn();
    host.end();
    expect(world.server.last("end").visit).toBe("visit");
    world.server.say(ended);
    await settle();
    expect(desk.screen.value).toBe("ended");
    expect(desk.receipt.value?.people).toBe(2);
    expect(desk.call.value).toBeNull();
    expect(world.devices.running).toEqual([]);
    expect(world.peers.all.every(({ closed }) => closed)).toBe(true);
    expect(world.seal.asked).toContain("forget visit");
    expect(world.seal.asked).toContain("exit");
    expect(world.server.live, "the desk's connection").toBeDefined();
    expect(world.memory.kept.visit).toBeUndefined();
    desk.backToDesk();
    expect(desk.screen.value).toBe("desk");
  });

  it("can be given from the desk as well", async () => {
    await open();
    desk.end("visit");
    world.server.say(ended);
    await settle();
    expect(desk.screen.value).toBe("ended");
  });

  it("of a visit that runs elsewhere is no matter of this screen", async () => {
    await open();
    world.server.say(ended);
    await settle();
    expect(desk.screen.value).toBe("desk");
  });

  it("of one's own part leaves the visit running", async () => {
    const host = await withAnn();
    host.exit();
    await settle();
    expect(world.server.last("exit")).toBeDefined();
    expect(desk.screen.value).toBe("desk");
    expect(world.devices.running).toEqual([]);
    expect(world.memory.kept.visit).toBeUndefined();
  });

  it("by another browser ends everything here", async () => {
    await withAnn();
    world.server.say({ type: "contested", seconds: 10 });
    expect(desk.contested.value).toBe(10);
    world.server.say({ type: "moved" });
    await settle();
    expect(desk.problem.value?.kind).toBe("seatMoved");
    expect(world.clock.waiting).toBe(0);
    expect(world.seal.ended).toBe(true);
    expect(world.devices.running).toEqual([]);
  });
});
