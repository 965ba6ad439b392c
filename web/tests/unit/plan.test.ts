// Planning a visit at the desk: what is said to the server, when the link is handed out, and when it is not.

import { beforeEach, describe, expect, it } from "vitest";
import { createDesk } from "../../src/call/desk.ts";
import type { DeskView } from "../../src/call/view.ts";
import { settle, until } from "./hands/clock.ts";
import { TOKEN, World } from "./hands/world.ts";

const LINK = "https://practice.example/v/newToken#newFragment";
const now = { startsAt: null, minutes: 20, sensitive: false, marked: false };

let world: World;
let desk: DeskView;

beforeEach(async () => {
  world = new World();
  desk = createDesk({ ports: world.ports, token: TOKEN });
  await until(() => desk.screen.value === "desk");
});

describe("a visit planned at the desk", () => {
  it("begins now, or when it is said to", async () => {
    const planned = desk.plan(now);
    await settle();
    await world.clock.advance(100);
    expect(await planned).toBe(LINK);
    expect(world.server.last("plan")).toEqual({
      type: "plan",
      visit: "id1",
      hostSeat: "id2",
      startsAt: world.clock.now() - 100,
      minutes: 20,
      sensitive: false,
      marked: false,
      capacity: 4,
      invitation: { seat: "invited", role: "patient", tokenHash: "hash", sealedSecret: "good" },
    });
    const startsAt = new Date(world.clock.now() + 86_400_000 * 7);
    const later = desk.plan({ startsAt, minutes: 45, sensitive: true, marked: true });
    await settle();
    await world.clock.advance(100);
    expect(await later).toBe(LINK);
    expect(world.server.last("plan")).toMatchObject({
      startsAt: startsAt.getTime(),
      minutes: 45,
      sensitive: true,
      marked: true,
    });
    expect(JSON.stringify(world.server.raw)).not.toContain("newFragment");
  });

  it("hands out no link before the server has it", async () => {
    world.server.silent = true;
    let link = "";
    void desk.plan(now).then((made) => {
      link = made;
    });
    await world.clock.advance(5_000);
    expect(link).toBe("");
    world.server.cut();
    world.server.silent = false;
    await world.clock.advance(4_000);
    await until(() => link === LINK);
  });

  it("hands out none where the server refuses, or says nothing", async () => {
    world.server.onMessage = (message, seq) => {
      if (message.type !== "plan") return;
      world.server.say({ type: "error", code: "notAllowed", category: "client", about: seq, fatal: false });
    };
    const refused = expect(desk.plan(now)).rejects.toThrow();
    await settle();
    await world.clock.advance(100);
    await refused;
    expect(desk.screen.value).toBe("desk");

    world.server.silent = true;
    const unheard = expect(desk.plan(now)).rejects.toThrow();
    await settle();
    await world.clock.advance(10_000);
    await unheard;
  });
});
