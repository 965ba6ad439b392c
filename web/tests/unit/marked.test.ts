// Marked visits at the desk: the alias in place of the name, what a locked one shows, and what is said to the server.

import { beforeEach, describe, expect, it } from "vitest";
import { aliasOf } from "../../src/call/alias.ts";
import { createDesk } from "../../src/call/desk.ts";
import type { DeskView } from "../../src/call/view.ts";
import type { DeskSeat, DeskVisit } from "../../src/wire/messages.ts";
import { settle, until } from "./hands/clock.ts";
import { TOKEN, World } from "./hands/world.ts";

let world: World;
let desk: DeskView;

const seat = (more: Partial<DeskSeat>): DeskSeat => ({
  seat: "ann",
  role: "patient",
  state: "arrived",
  online: true,
  waitingSince: 1_000,
  card: JSON.stringify({ name: "Ann Bakker", alone: true, headphones: null, camera: true }),
  keyPackage: { keyPackage: "package of ann", tag: "good" },
  sealedSecret: "good",
  patient: null,
  ...more,
});

const visit = (more: Partial<DeskVisit>, seats: DeskSeat[]): DeskVisit => ({
  visit: "visit",
  state: "open",
  startsAt: 1_000,
  minutes: 20,
  sensitive: false,
  marked: true,
  locked: false,
  capacity: 4,
  delayMinutes: null,
  seats,
  ...more,
});

async function show(...visits: DeskVisit[]): Promise<void> {
  world.server.say({ type: "desk", visits });
  await settle();
}

beforeEach(async () => {
  world = new World();
  desk = createDesk({ ports: world.ports, token: TOKEN });
  await until(() => world.server.raw.length > 0);
  await settle();
});

describe("the alias", () => {
  it("is of four letters that are not confused, and the same everywhere", () => {
    expect(aliasOf("Zm9yLXRoZS1nYWxsZXJ5")).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}$/);
    expect([aliasOf("visit-one"), aliasOf("visit-two"), aliasOf("")]).toEqual(["DSW1", "Q1BJ", "B0ZW"]);
  });

  it("is another for other identifiers, as far as four letters reach", () => {
    const all = Array.from({ length: 1_000 }, (_, index) => aliasOf(`visit-${index}`));
    expect(new Set(all).size).toBeGreaterThan(995);
    for (const at of [0, 1, 2, 3]) expect(new Set(all.map((alias) => alias[at])).size, `letter ${at}`).toBe(32);
  });
});

describe("a marked visit", () => {
  it("that was opened is shown under its alias, and its people can be let in", async () => {
    await show(visit({}, [seat({}), seat({ seat: "bob", role: "companion" })]));
    const [shown] = desk.visits.value;
    expect(shown).toMatchObject({ alias: aliasOf("visit"), locked: false });
    expect(shown?.waiting).toMatchObject([
      { name: "", alias: aliasOf("visit"), genuine: true, alone: true },
      { name: "", alias: aliasOf("visit"), genuine: true },
    ]);
    expect(JSON.stringify(desk.visits.value)).not.toContain("Bakker");
  });

  it("that is locked shows that someone waits, opens nothing, and can be opened with a reason", async () => {
    const before = world.seal.asked.length;
    await show(visit({ locked: true }, [seat({ card: null, keyPackage: null, sealedSecret: null })]));
    expect(desk.visits.value).toMatchObject([{ locked: true, waiting: [{ name: "", genuine: false }] }]);
    expect(world.seal.asked.slice(before)).toEqual([]);
    desk.openMarked("visit", "emergency");
    await settle();
    expect(world.server.last("openMarked")).toMatchObject({ visit: "visit", reason: "emergency" });
    await show(visit({}, [seat({})]));
    expect(desk.visits.value).toMatchObject([{ locked: false, waiting: [{ genuine: true }] }]);
  });

  it("that was locked again leads back from its room to the desk", async () => {
    await show(visit({ locked: true }, [seat({ card: null, keyPackage: null, sealedSecret: null })]));
    world.server.onMessage = (message, seq) => {
      if (message.type !== "enter") return;
      world.server.say({ type: "error", code: "reasonNeeded", category: "visit", about: seq, fatal: false });
    };
    desk.enter("visit");
    await settle();
    expect(desk.screen.value).toBe("desk");
    expect([desk.problem.value, desk.roomLost.value]).toEqual([null, null]);
  });

  it("gets and loses its mark at the desk", async () => {
    await show(visit({ marked: false }, [seat({})]));
    expect(desk.visits.value).toMatchObject([{ alias: null, waiting: [{ name: "Ann Bakker", alias: null }] }]);
    desk.mark("visit", true);
    await settle();
    expect(world.server.last("mark")).toMatchObject({ visit: "visit", marked: true });
    desk.mark("visit", false);
    await settle();
    expect(world.server.last("mark").marked).toBe(false);
  });
});
