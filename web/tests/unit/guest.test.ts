// The way of an invited person, from the link to the receipt, with everything around them in the test's hand.

import { beforeEach, describe, expect, it } from "vitest";
import { createGuest } from "../../src/call/guest.ts";
import type { CallView, GuestScreen, GuestView } from "../../src/call/view.ts";
import { SealError } from "../../src/seal/port.ts";
import { Refusal } from "../../src/wire/api.ts";
import type { ClientMessage, SeatState, ServerMessage } from "../../src/wire/messages.ts";
import { settle, until } from "./hands/clock.ts";
import { said } from "./hands/seal.ts";
import { TURN } from "./hands/server.ts";
import { TOKEN, World } from "./hands/world.ts";

let world: World;
let guest: GuestView;

/** No test here makes an account. */
const noAccounts = () => Promise.reject(new Error("no account is made"));

beforeEach(() => {
  world = new World();
  world.seal.welcomeMembers = [
    { leaf: 0, seat: "doctor", role: "clinician", staff: "staff", name: "Dr Vermeer", self: false },
    { leaf: 1, seat: "ann", role: "patient", staff: null, name: null, self: true },
  ];
});

async function open(screen: GuestScreen = "invitation"): Promise<void> {
  guest = createGuest({ ports: world.ports, token: TOKEN, accountPorts: noAccounts });
  await until(() => guest.screen.value === screen);
  await settle();
}

/** Answers all questions. */
async function answer(): Promise<void> {
  guest.next();
  guest.setName("Ann  Bakker\u202e ");
  guest.next();
  guest.next();
  await guest.devices.request("camera");
  guest.next();
  await guest.devices.request("microphone");
  guest.next();
  guest.next();
  guest.setAlone(true);
  guest.next();
  guest.setHeadphones(false);
  guest.next();
}

const state = (seatState: SeatState | null, resumed = false): ServerMessage => ({
  type: "welcome",
  session: "session",
  key: "AAAAAAAAAAAAAAAAAAAAAA",
  resumed,
  seat: "ann",
  state: seatState,
  iceServers: [TURN],
});

async function wait(): Promise<void> {
  await open();
  await answer();
  guest.enterWaitingRoom();
  await until(() => world.server.count("offer") === 1);
}

const roster: ServerMessage = {
  type: "roster",
  people: [
    { seat: "doctor", role: "clinician", state: "connected" },
    { seat: "ann", role: "patient", state: "connected" },
  ],
};
const isPart = (message: ClientMessage) => message.type === "application" && message.message.includes('"part"');
const admitted = (generation = 1): ServerMessage => ({
  type: "admitted",
  generation,
  welcome: { welcome: "welcome", creator: "creator", tag: "tag" },
});

async function talk(): Promise<CallView> {
  await wait();
  world.server.say(admitted());
  world.server.say({ type: "answer", sdp: "answer" });
  world.server.say(roster);
  await settle();
  world.peers.all.at(-1)?.options.changed("connected");
  await settle();
  const call = guest.call.value;
  if (!call) throw new Error("no call");
  return call;
}

describe("the link", () => {
  it("shows who invites before anything is asked or connected", async () => {
    await open();
    expect(guest.invitation.value).toMatchObject({
      practiceName: "Practice at the Canal",
      hostName: "Dr Verified",
      role: "patient",
      minutes: 20,
    });
    expect(world.server.connections).toEqual([]);
    expect(world.devices.opened).toEqual([]);
  });

  it.each([
    ["without its fragment", ""],
    ["with a cut fragment", "AAAA"],
    ["with a changed fragment", "B".repeat(48)],
  ])("%s is damaged, and the server is not asked", async (_, fragment) => {
    world.memory.kept = { fragment };
    world.refusal = new Error("asked");
    await open("problem");
    expect(guest.problem.value).toEqual({ kind: "linkDamaged", canRetry: false });
  });

  it("of another practice leads nowhere", async () => {
    world.invitation = { ...world.invitation, practice: { ...world.invitation.practice, rootKey: "AAAA" } };
    await open("problem");
    expect(guest.problem.value?.kind).toBe("practiceMismatch");
  });

  it("is looked at again by the worker", async () => {
    world.seal.failing.set("checkInvitation", "badCertificate");
    guest = createGuest({ ports: world.ports, token: TOKEN, accountPorts: noAccounts });
    await until(() => guest.screen.value === "problem");
    expect(guest.problem.value?.kind).toBe("sealFailed");
    expect(world.seal.ended).toBe(true);
  });

  it.each([
    ["unknownLink", "linkUnknown"],
    ["expiredLink", "linkExpired"],
    ["visitCancelled", "visitCancelled"],
  ] as const)("refused as %s is told as %s", async (code, kind) => {
    world.refusal = new Refusal(code);
    await open("problem");
    expect(guest.problem.value?.kind).toBe(kind);
  });

  it.each([
    [{ visitState: "ended" }, "visitEnded"],
    [{ state: "removed" }, "removed"],
  ] as const)("to %o is told as %s", async (change, kind) => {
    world.invitation = { ...world.invitation, ...change };
    await open("problem");
    expect(guest.problem.value?.kind).toBe(kind);
  });

  it("waits for a server that cannot be reached", async () => {
    world.refusal = new Error("network");
    await open("problem");
    expect(guest.problem.value).toEqual({ kind: "offline", canRetry: true });
    world.refusal = null;
    await world.clock.advance(3_000);
    await until(() => guest.screen.value === "invitation");
    expect(guest.problem.value).toBeNull();
  });

  it.each(["browserTooOld", "insecurePage"] as const)("is not followed by a browser that is %s", async (kind) => {
    world.capability = kind;
    await open("problem");
    expect(guest.problem.value?.kind).toBe(kind);
  });
});

describe("the questions", () => {
  it("come one at a time, and back", async () => {
    await open();
    const seen: GuestScreen[] = [];
    guest.setName("Ann");
    for (let step = 0; step < 9; step += 1) {
      seen.push(guest.screen.value);
      guest.next();
    }
    expect(seen).toEqual([
      "invitation",
      "name",
      "consent",
      "camera",
      "microphone",
      "speaker",
      "alone",
      "headphones",
      "ready",
    ]);
    expect(guest.screen.value).toBe("ready");
    expect(guest.progress.value).toEqual([7, 7]);
    guest.back();
    expect(guest.screen.value).toBe("headphones");
    expect(guest.progress.value).toEqual([6, 7]);
  });

  it("do not go on without a name", async () => {
    await open();
    guest.next();
    guest.setName(" \u200b ");
    guest.next();
    expect(guest.screen.value).toBe("name");
  });

  it("let a person go on without camera and microphone", async () => {
    await open();
    guest.setName("Ann");
    for (let step = 0; step < 3; step += 1) guest.next();
    guest.skipDevice();
    expect(guest.screen.value).toBe("microphone");
    guest.skipDevice();
    expect(guest.screen.value).toBe("speaker");
    for (let step = 0; step < 3; step += 1) guest.next();
    guest.enterWaitingRoom();
    await until(() => world.server.count("arrive") === 1);
    await until(() => world.server.count("arrive") === 1);
    expect(JSON.parse(world.server.last("arrive").card)).toMatchObject({ camera: false, alone: null });
    expect(world.devices.opened).toEqual([]);
  });

  it("let a device join in that the browser still asked about when the person went on", async () => {
    await open();
    guest.setName("Ann");
    for (let step = 0; step < 3; step += 1) guest.next();
    const asked = guest.devices.request("camera");
    expect(guest.devices.camera.value).toBe("asking");
    guest.next();
    await asked;
    for (let step = 0; step < 4; step += 1) guest.next();
    guest.enterWaitingRoom();
    await until(() => world.server.count("arrive") === 1);
    expect(JSON.parse(world.server.last("arrive").card)).toMatchObject({ camera: true });
  });

  it("end with a declined consent: nothing was sent, and the way back is open", async () => {
    await open();
    guest.setName("Ann");
    guest.next();
    guest.next();
    guest.decline();
    expect(guest.screen.value).toBe("declined");
    guest.enterWaitingRoom();
    await settle();
    expect(world.server.connections).toEqual([]);
    guest.back();
    expect(guest.screen.value).toBe("consent");
  });
});

describe("the waiting room", () => {
  it("is entered with card, KeyPackage and offer, and without media", async () => {
    await wait();
    expect(world.server.raw[0]?.body).toMatchObject({ credential: { type: "invitation", token: TOKEN } });
    expect(world.server.heard.map(({ type }) => type)).toEqual(["arrive", "offer"]);
    const { consentVersion, card } = world.server.last("arrive");
    expect(consentVersion).toBe(3);
    expect(JSON.parse(card)).toEqual({ name: "Ann Bakker", alone: true, headphones: false, camera: true });
    expect(world.peers.all[0]?.sending).toEqual({});
    expect(guest.screen.value).toBe("waiting");
  });

  it("shows place, delay and messages", async () => {
    await wait();
    world.server.say({ type: "waiting", place: 2, host: "inAnotherVisit", delayMinutes: 10 });
    world.server.say({ type: "note", note: JSON.stringify({ text: "Nearly there", at: 5 }) });
    world.server.say({ type: "note", note: JSON.stringify({ text: "Nearly there", at: 5 }) });
    await settle();
    expect(guest.waiting.value).toEqual({
      place: 2,
      host: "inAnotherVisit",
      delayMinutes: 10,
      notes: [{ text: "Nearly there", at: new Date(5) }],
    });
  });

  it("does not show a message that nobody of the practice sealed", async () => {
    await wait();
    world.seal.failing.set("openNote", "badSealed");
    world.server.say({ type: "note", note: "forged" });
    await settle();
    expect(guest.waiting.value?.notes ?? []).toEqual([]);
    expect(guest.screen.value).toBe("waiting");
  });

  it("keeps the place over a lost connection", async () => {
    await wait();
    world.server.welcome = () => state("arrived", true);
    world.server.cut();
    expect(guest.reconnecting.value).toBe(true);
    await world.clock.advance(200);
    expect(guest.reconnecting.value).toBe(false);
    expect(world.server.count("arrive")).toBe(1);
  });

  it("is found again by a reloaded page, with the same answers", async () => {
    await wait();
    const { kept } = world.memory;
    expect(kept.session).toEqual({ session: "session", key: "AAAAAAAAAAAAAAAAAAAAAA" });
    const reloaded = new World();
    reloaded.memory.kept = kept;
    reloaded.server.welcome = () => state("arrived");
    world = reloaded;
    guest = createGuest({ ports: world.ports, token: TOKEN, accountPorts: noAccounts });
    await until(() => world.server.count("offer") === 1);
    expect(guest.screen.value).toBe("waiting");
    expect(world.server.raw[0]?.body).toMatchObject({ resume: { session: "session", intact: false } });
    expect(JSON.parse(world.server.last("arrive").card)).toMatchObject({ name: "Ann Bakker", headphones: false });
    expect(world.devices.running).toEqual(["camera", "microphone"]);
  });

  it("asks for consent again where the text is newer", async () => {
    await wait();
    world.server.say({ type: "error", code: "consentOutdated", category: "client", about: 1, fatal: false });
    await until(() => guest.screen.value === "problem");
    expect(guest.problem.value).toEqual({ kind: "consentOutdated", canRetry: true });
    guest.retry();
    await until(() => guest.screen.value === "invitation");
    expect(guest.name.value).toBe("Ann Bakker");
  });

  it("tells a person who is turned away, and forgets everything", async () => {
    await wait();
    world.server.say({ type: "refused", reason: "notExpected" });
    await settle();
    expect(guest.problem.value).toEqual({ kind: "refused", canRetry: false });
    expect(world.memory.kept.fragment).toBe("");
    expect(world.devices.running).toEqual([]);
  });
});

describe("a place that was given up", () => {
  it("is asked for again out of the call, with the same answers, and the person is told", async () => {
    const call = await talk();
    world.server.welcome = () => state("left");
    world.server.cut();
    await world.clock.advance(300);
    await until(() => world.server.count("arrive") === 2);
    expect(guest.screen.value).toBe("waiting");
    expect(guest.away.value).toBe(true);
    expect(guest.call.value).toBeNull();
    expect(world.peers.all[0]?.closed, "the old connection").toBe(true);
    expect(JSON.parse(world.server.last("arrive").card)).toMatchObject({ name: "Ann Bakker", headphones: false });
    world.server.say(admitted(2));
    await settle();
    expect(guest.screen.value).toBe("call");
    expect(guest.call.value).not.toBe(call);
    expect(guest.away.value).toBe(false);
  });

  it("is asked for again while waiting", async () => {
    await wait();
    world.server.welcome = () => state("left");
    world.server.cut();
    await world.clock.advance(300);
    await until(() => world.server.count("arrive") === 2);
    expect([guest.screen.value, guest.away.value]).toEqual(["waiting", true]);
    expect(world.server.count("offer")).toBe(2);
  });

  it.each(["rejoin", "offer"] as const)("shows in a %s that is not allowed", async (refused) => {
    await talk();
    world.server.onMessage = (message, seq) => {
      if (message.type !== refused || world.server.count("arrive") > 1) return;
      world.server.say({ type: "error", code: "notAllowed", category: "visit", about: seq, fatal: false });
    };
    if (refused === "rejoin") world.server.say({ type: "regroup", generation: 2 });
    else world.peers.all[0]?.options.changed("failed");
    await world.clock.advance(10);
    await until(() => world.server.count("arrive") === 2);
    expect([guest.screen.value, guest.away.value]).toEqual(["waiting", true]);
  });

  it("after a reload asks the questions again, since the name was forgotten", async () => {
    await talk();
    const { kept } = world.memory;
    world = new World();
    world.memory.kept = kept;
    world.server.welcome = () => state("left");
    guest = createGuest({ ports: world.ports, token: TOKEN, accountPorts: noAccounts });
    await until(() => guest.screen.value === "invitation");
    expect(guest.away.value).toBe(true);
    expect(world.server.count("arrive")).toBe(0);
    expect(world.server.live).toBeUndefined();
  });

  it("is no news to someone who comes for the first time", async () => {
    world.server.welcome = () => state("left");
    await wait();
    expect(guest.away.value).toBe(false);
  });
});

describe("a seat in two browsers", () => {
  it("is asked for, and taken", async () => {
    world.server.welcome = () => ({ type: "taken" });
    await open();
    await answer();
    guest.enterWaitingRoom();
    await until(() => guest.screen.value === "taken");
    guest.takeSeat();
    expect(world.server.last("takeSeat")).toBeDefined();
    world.server.whisper(state("arrived"));
    await until(() => world.server.count("offer") === 1);
    expect(guest.screen.value).toBe("waiting");
  });

  it("is asked for, and kept by the other", async () => {
    world.server.welcome = () => ({ type: "taken" });
    await open();
    await answer();
    guest.enterWaitingRoom();
    await until(() => guest.screen.value === "taken");
    guest.takeSeat();
    world.server.whisper({ type: "seatKept" });
    expect(guest.problem.value?.kind).toBe("seatKept");
  });

  it("is left to the other", async () => {
    world.server.welcome = () => ({ type: "taken" });
    await open();
    await answer();
    guest.enterWaitingRoom();
    await until(() => guest.screen.value === "taken");
    guest.leave();
    expect(guest.problem.value?.kind).toBe("seatKept");
    expect(world.server.live).toBeUndefined();
    expect(world.devices.running).toEqual([]);
  });

  it("counts down where it is asked for, until it is kept", async () => {
    await wait();
    world.server.say({ type: "contested", seconds: 20 });
    expect(guest.contested.value).toBe(20);
    await world.clock.advance(3_000);
    expect(guest.contested.value).toBe(17);
    guest.keepSeat();
    expect(guest.contested.value).toBeNull();
    expect(world.server.last("keepSeat")).toBeDefined();
  });

  it("is no longer asked for where the other browser went away", async () => {
    await wait();
    world.server.whisper({ type: "contested", seconds: 20 });
    world.server.whisper({ type: "contested", seconds: 0 });
    expect(guest.contested.value).toBeNull();
    await world.clock.advance(2_000);
    expect(guest.contested.value).toBeNull();
  });

  it("is let go, and can be asked for again", async () => {
    await wait();
    world.server.say({ type: "contested", seconds: 20 });
    guest.yieldSeat();
    world.server.say({ type: "moved" });
    expect(guest.problem.value).toEqual({ kind: "seatMoved", canRetry: true });
    expect(world.server.live).toBeUndefined();
    world.server.welcome = () => ({ type: "taken" });
    guest.retry();
    await until(() => guest.screen.value === "taken");
  });
});

describe("the call", () => {
  it("begins without an act of the person, and sends nothing before there is a key", async () => {
    await wait();
    world.server.say({ type: "answer", sdp: "answer" });
    await settle();
    expect(world.peers.all[0]?.answered).toBe("answer");
    expect(world.peers.all[0]?.sending.camera ?? null).toBeNull();
    world.server.say(admitted());
    world.server.say(roster);
    await settle();
    expect(guest.screen.value).toBe("call");
    expect(guest.call.value?.sealed.value).toBe(true);
    expect(world.peers.all[0]?.sending.camera).not.toBeNull();
    expect(world.peers.all[0]?.sending.microphone).not.toBeNull();
  });

  it("introduces the person under seal, and knows the others by what they say", async () => {
    const call = await talk();
    const messages = world.server.heard.flatMap((message) =>
      message.type === "application" ? [JSON.parse(message.message).message] : [],
    );
    expect(messages).toContainEqual({ type: "hello", name: "Ann Bakker" });
    expect(messages).toContainEqual({ type: "tracks", microphone: true, camera: true, screen: false });
    world.server.say(said("doctor", { type: "hello", name: "Dr Vermeer" }));
    world.server.say(said("doctor", { type: "tracks", microphone: true, camera: false, screen: false }));
    world.server.say({ type: "quality", seats: [{ seat: "doctor", quality: "fair" }] });
    await settle();
    expect(call.people.value).toMatchObject([
      {
        seat: "doctor",
        name: "Dr Vermeer",
        self: false,
        sealed: true,
        quality: "fair",
        microphoneOn: true,
        cameraOn: false,
      },
      { seat: "ann", name: "Ann Bakker", self: true, sealed: true, cameraOn: true },
    ]);
  });

  it("takes a clinician's name from the certificate, and everyone else's once", async () => {
    const call = await talk();
    const bob = { add: { seat: "bob", role: "companion" } };
    world.server.say({
      type: "commit",
      generation: 1,
      epoch: 1,
      by: "doctor",
      added: "bob",
      commit: JSON.stringify(bob),
    });
    world.server.say(said("doctor", { type: "hello", name: "Dr Impostor" }));
    world.server.say(said("bob", { type: "hello", name: "Ann Bakker" }));
    world.server.say(said("bob", { type: "hello", name: "Dr Vermeer" }));
    world.server.say(said("bob", { type: "chat", id: "c1", text: "Hello", at: 5 }));
    world.server.say(said("doctor", { type: "chat", id: "c2", text: "Hello", at: 5 }));
    await settle();
    expect(call.people.value.map(({ name }) => name)).toEqual(["Dr Vermeer", "Ann Bakker", "Ann Bakker"]);
    expect(call.chat.value.map(({ from, role }) => [from, role])).toEqual([
      ["Ann Bakker", "companion"],
      ["Dr Vermeer", null],
    ]);
    world.server.say({
      type: "commit",
      generation: 1,
      epoch: 2,
      by: "doctor",
      added: "bob",
      commit: JSON.stringify(bob),
    });
    world.server.say(said("bob", { type: "hello", name: "Bob" }));
    await settle();
    expect(call.people.value.at(-1)?.name).toBe("Bob");
  });

  it("does not begin with another clinician than the one shown at the door", async () => {
    world.seal.welcomeMembers = world.seal.welcomeMembers.map((member) =>
      member.role === "clinician" ? { ...member, staff: "colleague" } : member,
    );
    await wait();
    world.server.say(admitted());
    await until(() => guest.screen.value === "problem");
    expect(guest.problem.value?.kind).toBe("otherHost");
    expect(world.peers.all.every(({ sending }) => Object.keys(sending).length === 0)).toBe(true);
  });

  it("says that a code which was compared is new", async () => {
    const call = await talk();
    const code = (digits: string) => said("doctor", null, 1, { code: { state: "ready", digits } });
    world.server.say(code("111111"));
    await settle();
    expect(call.codeRenewed.value).toBe(false);
    call.answerCode(true);
    world.server.say(code("111111"));
    await settle();
    expect([call.codeCompared.value, call.codeRenewed.value]).toEqual(["same", false]);
    world.server.say(code("222222"));
    await settle();
    expect([call.codeCompared.value, call.codeRenewed.value]).toEqual(["notYet", true]);
    call.answerCode(true);
    expect(call.codeRenewed.value).toBe(false);
  });

  it("offers again where no answer comes, and after three says what is missing", async () => {
    await wait();
    await world.clock.advance(60_000);
    expect(world.server.count("offer"), "while waiting nothing is owed").toBe(1);
    world.server.say(admitted());
    await settle();
    await world.clock.advance(10_000);
    expect(world.server.count("offer")).toBe(2);
    await world.clock.advance(10_000);
    expect(world.server.count("offer")).toBe(3);
    expect(guest.screen.value).toBe("call");
    await world.clock.advance(10_000);
    expect(guest.problem.value).toEqual({ kind: "noMedia", canRetry: true });
  });

  it("says what is missing where the offer is refused", async () => {
    world.server.onMessage = (message, seq) => {
      if (message.type !== "offer") return;
      world.server.say({ type: "error", code: "badOffer", category: "client", about: seq, fatal: false });
    };
    await wait();
    await until(() => guest.screen.value === "problem");
    expect(guest.problem.value?.kind).toBe("noMedia");
  });

  it("does not take the slots of an earlier connection for those of a new one", async () => {
    const call = await talk();
    world.peers.all[0]?.options.changed("failed");
    await world.clock.advance(10);
    expect(world.peers.all.length).toBe(2);
    const slots: ServerMessage = { type: "slots", slots: [{ mid: "6", seat: "doctor", kind: "camera" }] };
    world.server.say(slots);
    world.server.say({ type: "answer", sdp: "again" });
    await settle();
    expect(call.people.value[0]?.stream).toBeNull();
    world.server.say(slots);
    await settle();
    expect(call.people.value[0]?.stream).not.toBeNull();
  });

  it("counts a message as sent once, also where the group changes while it is on its way", async () => {
    const call = await talk();
    const file = new File([new Uint8Array(6 * 48 * 1024)], "scan.pdf");
    await Promise.race([call.sendFile(file), until(() => world.server.heard.some(isPart))]);
    const sent = () => world.server.heard.filter(isPart).length;
    const before = sent();
    // Before it acknowledges anything.
    world.server.deliver({ seq: 0, ack: 0, body: { type: "regroup", generation: 2 } });
    await settle();
    await world.clock.advance(100);
    expect(call.chat.value[0]?.file?.progress, "nothing counts before the new group").toBe(0);
    world.server.say(admitted(2));
    await settle();
    expect(sent()).toBe(before * 2);
    await world.clock.advance(1_000);
    expect(call.chat.value[0]).toMatchObject({ state: "sent", file: { progress: 1 } });
    expect(sent()).toBe(before + 6);
  });

  it("forgets name and answers as soon as the person is let in", async () => {
    await wait();
    expect(world.memory.kept).toMatchObject({ name: "Ann Bakker", alone: true });
    world.server.say(admitted());
    await settle();
    expect(JSON.stringify(world.memory.kept)).not.toMatch(/Ann|alone|headphones/);
    expect(world.memory.kept).toMatchObject({ arrived: true, consentVersion: 3 });
  });

  it("shows each person's picture and sound from the slots that carry them", async () => {
    const call = await talk();
    world.server.say({
      type: "slots",
      slots: [
        { mid: "3", seat: "doctor", kind: "microphone" },
        { mid: "6", seat: "doctor", kind: "camera" },
      ],
    });
    await settle();
    expect(world.seal.assigned.get("1-6")).toBe("doctor camera");
    const stream = call.people.value[0]?.stream as unknown as { tracks: { name: string }[] };
    expect(stream.tracks.map(({ name }) => name)).toEqual(["mid 6", "mid 3"]);
    world.server.say({ type: "slots", slots: [{ mid: "6", seat: null, kind: "camera" }] });
    await settle();
    expect(world.seal.assigned.has("1-6")).toBe(false);
  });

  it("does not say again what a busy server only reads more slowly", async () => {
    const call = await talk();
    world.server.onMessage = (message) => {
      if (message.type !== "application") return;
      world.server.say({ type: "error", code: "tooMany", category: "client", about: 0, fatal: false });
    };
    const before = world.server.count("application");
    call.send("Hello");
    await until(() => call.chat.value[0]?.state === "sent" || world.server.count("application") > before + 1);
    expect(world.server.count("application")).toBe(before + 1);
  });

  it("does not let a join with a false proof pass", async () => {
    await wait();
    world.seal.failing.set("join", "badProof");
    world.server.say(admitted());
    await until(() => guest.screen.value === "problem");
    expect(guest.problem.value?.kind).toBe("sealFailed");
    expect(world.peers.all.every(({ closed }) => closed)).toBe(true);
  });

  it("asks again where the way in was for a page since reloaded, and not for ever", async () => {
    await wait();
    world.seal.failing.set("join", "badGroup");
    world.server.say(admitted());
    await until(() => world.server.count("rejoin") === 1);
    expect(guest.screen.value).toBe("call");
    for (let count = 2; count <= 6; count += 1) {
      world.seal.failing.set("join", "badGroup");
      world.server.say(admitted());
      await settle();
    }
    expect(world.server.count("rejoin")).toBe(5);
    expect(guest.problem.value?.kind).toBe("sealFailed");
  });

  it.each(["arrive", "rejoin"] as const)("says %s again, later, to a server that has no time for it", async (type) => {
    let refusals = 2;
    world.server.onMessage = (message, seq) => {
      if (message.type !== type || refusals === 0) return;
      refusals -= 1;
      world.server.say({ type: "error", code: "tooMany", category: "client", about: seq, fatal: false });
    };
    if (type === "rejoin") {
      await talk();
      world.server.say({ type: "regroup", generation: 2 });
    } else {
      await wait();
    }
    await settle();
    expect(world.server.count(type)).toBe(1);
    await world.clock.advance(2_000);
    await settle();
    await world.clock.advance(2_000);
    await settle();
    expect(world.server.count(type)).toBe(3);
    expect(guest.problem.value).toBeNull();
    await world.clock.advance(10_000);
    expect(world.server.count(type)).toBe(3);
  });

  it("stops where the group is replaced again and again", async () => {
    await talk();
    for (let count = 1; count <= 30; count += 1) world.server.say({ type: "regroup", generation: count + 1 });
    await settle();
    expect(guest.screen.value).toBe("call");
    world.server.say({ type: "regroup", generation: 32 });
    await settle();
    expect(guest.problem.value?.kind).toBe("sealFailed");
    expect(world.server.count("rejoin")).toBe(30);
  });

  it("moves to the new group when the clinician comes back", async () => {
    const call = await talk();
    world.server.say({ type: "regroup", generation: 2 });
    await settle();
    expect(world.server.last("rejoin").keyPackage.keyPackage).toBe("package2");
    expect(call.sealed.value).toBe(false);
    call.send("meanwhile");
    await settle();
    expect(
      world.server.heard.some((message) => message.type === "application" && message.message.includes("meanwhile")),
    ).toBe(false);
    world.server.say(admitted(2));
    await settle();
    expect(call.sealed.value).toBe(true);
    expect(world.server.last("application")).toBeDefined();
    const sent = world.server.heard.findLast(
      (message) => message.type === "application" && message.message.includes("meanwhile"),
    );
    expect(sent).toMatchObject({ generation: 2 });
  });

  it("asks for a new place in the group when it has lost track", async () => {
    await talk();
    world.server.say({ type: "commit", generation: 1, epoch: 7, by: "doctor", added: null, commit: "{}" });
    await until(() => world.server.count("rejoin") === 1);
    expect(guest.screen.value).toBe("call");
  });

  it("is found again by a reloaded page", async () => {
    await talk();
    const { kept } = world.memory;
    world = new World();
    world.memory.kept = kept;
    world.server.welcome = () => state("reconnecting");
    guest = createGuest({ ports: world.ports, token: TOKEN, accountPorts: noAccounts });
    await until(() => world.server.count("offer") === 1);
    expect(guest.screen.value).toBe("call");
    expect(world.server.heard.map(({ type }) => type)).toEqual(["rejoin", "offer"]);
  });

  it("makes a new media connection when the old one fails", async () => {
    const call = await talk();
    world.peers.all[0]?.options.changed("failed");
    expect(call.connection.value).toBe("reconnecting");
    await world.clock.advance(100);
    expect(world.peers.all.length).toBe(2);
    expect(world.peers.all[0]?.closed).toBe(true);
    expect(world.peers.all.map(({ options }) => options.iceServers)).toEqual([[TURN], [TURN]]);
    expect(world.server.last("offer").sdp).toBe("offer 2");
    world.server.say({ type: "answer", sdp: "again" });
    await settle();
    world.peers.all[1]?.options.changed("connected");
    expect(call.connection.value).toBe("connected");
    expect(world.peers.all[1]?.sending.camera).toBeTruthy();
  });

  it("asks for small pictures where little data is wanted, and for a screen that can be read", async () => {
    const call = await talk();
    const heights = () => world.server.last("want").wants.map(({ kind, height }) => `${kind} ${height}`);
    call.shown("doctor", "camera", 720);
    call.shown("doctor", "screen", 1080);
    await world.clock.advance(300);
    expect(heights()).toEqual(["camera 720", "screen 1080"]);
    call.setFrugal(true);
    await world.clock.advance(300);
    expect(heights()).toEqual(["camera 180", "screen 1080"]);
    expect(world.peers.all[0]?.limited).toBe(true);
    call.setFrugal(false);
    await world.clock.advance(300);
    expect(heights()).toEqual(["camera 720", "screen 1080"]);
  });

  it("waits out a short gap in the media connection", async () => {
    await talk();
    world.peers.all[0]?.options.changed("disconnected");
    await world.clock.advance(3_000);
    world.peers.all[0]?.options.changed("connected");
    await world.clock.advance(10_000);
    expect(world.peers.all.length).toBe(1);
  });
});

describe("the end", () => {
  it("comes with a receipt, and leaves nothing behind", async () => {
    await talk();
    world.server.say({
      type: "ended",
      receipt: { visit: "visit", beganAt: 1, endedAt: 2, people: 2, retentionDays: 30, consentVersion: 3 },
    });
    await settle();
    expect(guest.screen.value).toBe("ended");
    expect(guest.receipt.value).toEqual({
      beganAt: new Date(1),
      endedAt: new Date(2),
      people: 2,
      retentionDays: 30,
      consentVersion: 3,
      leftEarly: false,
    });
    expect(world.memory.kept).toEqual({ fragment: "" });
    expect(world.seal.ended).toBe(true);
    expect(world.devices.running).toEqual([]);
    expect(world.peers.all.every(({ closed }) => closed)).toBe(true);
    expect(world.server.live).toBeUndefined();
    expect(world.clock.waiting, "timers").toBe(0);
    expect(world.awake).toBe(0);
    expect(guest.call.value).toBeNull();
  });

  it("can be chosen: camera and microphone stop at once", async () => {
    await talk();
    guest.leave();
    expect(world.devices.running).toEqual([]);
    expect(world.server.last("leave")).toBeDefined();
    world.server.say({
      type: "ended",
      receipt: { visit: "visit", beganAt: 1, endedAt: 2, people: 2, retentionDays: 30, consentVersion: 3 },
    });
    expect(guest.receipt.value?.leftEarly).toBe(true);
  });

  it("chosen while the way in is still being sealed, sends nobody in", async () => {
    await open();
    await answer();
    let sealed = (): void => undefined;
    const sealing = new Promise<void>((resolve) => {
      sealed = resolve;
    });
    const keyPackage = world.seal.keyPackage.bind(world.seal);
    let asked = false;
    world.seal.keyPackage = async () => {
      asked = true;
      await sealing;
      return await keyPackage();
    };
    guest.enterWaitingRoom();
    await until(() => asked);
    guest.leave();
    sealed();
    await settle();
    await world.clock.advance(3_000);
    expect(guest.screen.value).toBe("ended");
    expect(() => world.server.last("arrive")).toThrow("not heard");
  });

  it("does not wait for a network that is gone", async () => {
    await talk();
    world.server.silent = true;
    guest.leave();
    await world.clock.advance(3_000);
    expect(guest.screen.value).toBe("ended");
    expect(guest.receipt.value).toBeNull();
    expect(world.clock.waiting).toBe(0);
  });

  it("comes with a worker that failed, as a problem that says so", async () => {
    await wait();
    world.seal.failing.set("join", "workerFailed");
    world.server.say(admitted());
    await until(() => guest.screen.value === "problem");
    expect(guest.problem.value?.kind).toBe("internal");
    expect(new SealError("workerFailed").reason).toBe("workerFailed");
  });
});
