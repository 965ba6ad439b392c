// Patients' accounts at the desk: the clinician's word for their keys, given once, never for keys of somebody else; and the contact data.

import { beforeEach, describe, expect, it } from "vitest";
import { createDesk } from "../../src/call/desk.ts";
import type { DeskPatientView, DeskView } from "../../src/call/view.ts";
import type { DeskPatient, DeskSeat, DeskVisit } from "../../src/wire/messages.ts";
import { settle, until } from "./hands/clock.ts";
import { CLAIMED } from "./hands/seal.ts";
import { TOKEN, World } from "./hands/world.ts";

let world: World;
let desk: DeskView;
let shown: Partial<DeskVisit>;
let seat: Partial<DeskSeat>;

const claiming: DeskPatient = { account: "anns", keys: CLAIMED, binding: null, contact: "sealed contact" };
const bound: DeskPatient = { ...claiming, keys: null, binding: { body: "word for anns", signature: "signature" } };

beforeEach(() => {
  world = new World();
  shown = {};
  seat = {};
});

async function snapshot(patient: DeskPatient | null): Promise<void> {
  const ann: DeskSeat = {
    seat: "ann",
    role: "patient",
    state: "invited",
    online: false,
    waitingSince: null,
    card: null,
    keyPackage: null,
    sealedSecret: "good",
    patient,
    ...seat,
  };
  const visit: DeskVisit = {
    visit: "visit",
    state: "scheduled",
    startsAt: 1_000,
    minutes: 20,
    sensitive: false,
    marked: false,
    locked: false,
    capacity: 4,
    delayMinutes: null,
    seats: [ann],
    ...shown,
  };
  world.server.say({ type: "desk", visits: [visit] });
  await settle();
}

async function open(): Promise<void> {
  desk = createDesk({ ports: world.ports, token: TOKEN });
  await until(() => world.server.raw.length > 0);
  await settle();
}

const patients = (): readonly DeskPatientView[] => desk.visits.value[0]?.patients ?? [];
const asked = (method: string) => world.seal.asked.filter((one) => one.startsWith(method));

describe("an account that was just made", () => {
  it("gets the clinician's word once the tag holds, and only once", async () => {
    await open();
    await snapshot(null);
    expect(patients()).toEqual([]);
    await snapshot(claiming);
    expect(patients()).toEqual([{ seat: "ann", alias: null, state: "checking", contact: null }]);
    expect(world.server.last("bindPatient")).toMatchObject({
      visit: "visit",
      seat: "ann",
      binding: { body: "word for anns" },
    });
    await snapshot(claiming);
    expect(world.server.count("bindPatient")).toBe(1);
  });

  it("shows its contact data once the server has the word", async () => {
    await open();
    await snapshot(claiming);
    world.seal.contact = { name: "Ann\u202e Bakker", email: "ann@mail.example", telephone: null };
    await snapshot(bound);
    const contact = { name: "Ann Bakker", email: "ann@mail.example", telephone: null };
    expect(patients()).toEqual([{ seat: "ann", alias: null, state: "bound", contact }]);
    await snapshot(bound);
    expect(asked("openContact"), "nothing is opened twice").toHaveLength(1);
    world.seal.contact = { ...contact, telephone: "020 1" };
    await snapshot({ ...bound, contact: "another" });
    expect(patients()[0]?.contact?.telephone).toBe("020 1");
  });

  it("can be reached when the visit is over, and its secret is erased", async () => {
    await open();
    shown = { state: "erased" };
    seat = { sealedSecret: null };
    await snapshot(bound);
    expect(patients()).toMatchObject([{ state: "bound", contact: { email: "ann@mail.example" } }]);
  });

  it("is asked about again in a new session, in case the word was lost", async () => {
    await open();
    await snapshot(claiming);
    world.server.forget();
    world.server.cut();
    await world.clock.advance(5_000);
    await snapshot(claiming);
    expect(asked("bindPatient")).toHaveLength(2);
  });

  it("stays as it is when the server does not take the word", async () => {
    let seq = 0;
    world.server.onMessage = (message, at) => {
      if (message.type === "bindPatient") seq = at;
    };
    await open();
    await snapshot(claiming);
    world.server.say({ type: "error", about: seq, code: "conflict", category: "visit", fatal: false });
    await settle();
    expect(seq).toBeGreaterThan(0);
    expect(desk.screen.value).toBe("desk");
    await snapshot(null);
    expect(patients(), "its owner deleted it").toEqual([]);
  });
});

describe("keys of somebody else", () => {
  const forged: DeskPatient = { ...claiming, keys: { ...CLAIMED, tag: "another's" } };

  it("never get the word, and are warned of, also when they come again", async () => {
    await open();
    await snapshot(forged);
    expect(patients()).toEqual([{ seat: "ann", alias: null, state: "forged", contact: null }]);
    await snapshot(forged);
    await snapshot({ ...forged, contact: "another" });
    expect(patients()[0]?.state).toBe("forged");
    expect(world.server.count("bindPatient")).toBe(0);
    expect(asked("openContact")).toEqual([]);
  });

  it("are deleted with the account when the clinician says so", async () => {
    await open();
    await snapshot(forged);
    desk.discardPatient("visit", "ann");
    await settle();
    expect(world.server.last("discardPatient")).toMatchObject({ visit: "visit", seat: "ann" });
    await snapshot(null);
    expect(patients()).toEqual([]);
  });

  it("are not believed for a word that this clinician did not give", async () => {
    await open();
    world.seal.failing.set("openContact", "badCertificate");
    await snapshot(bound);
    expect(patients()).toEqual([{ seat: "ann", alias: null, state: "closed", contact: null }]);
  });

  it("are not judged before the invitation's secret is open", async () => {
    await open();
    seat = { sealedSecret: "bad" };
    await snapshot(forged);
    expect(patients()).toEqual([]);
    expect(asked("bindPatient")).toEqual([]);
  });
});

describe("a marked visit", () => {
  it("stays closed until it is opened, and then goes under its alias", async () => {
    await open();
    shown = { marked: true, locked: true };
    seat = { sealedSecret: null };
    await snapshot(null);
    expect(patients()).toEqual([]);
    shown = { marked: true, locked: false };
    seat = {};
    await snapshot(bound);
    expect(patients()).toMatchObject([{ seat: "ann", state: "bound", alias: expect.stringMatching(/^\w{4}$/) }]);
    shown = { marked: true, locked: true };
    await snapshot(bound);
    expect(patients(), "whatever the server sends").toEqual([]);
  });
});
