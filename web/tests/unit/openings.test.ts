// The officer's list of openings: who has it, that it is followed on every page, and that looking is said once and of what was shown.

import { beforeEach, describe, expect, it } from "vitest";
import { aliasOf } from "../../src/call/alias.ts";
import { createStaff } from "../../src/call/staff.ts";
import type { OpeningsView, StaffView } from "../../src/call/view.ts";
import type { Access, StaffRole } from "../../src/wire/messages.ts";
import { settle, until } from "./hands/clock.ts";
import { at, StaffWorld } from "./hands/staff.ts";

let hands: StaffWorld;
let staff: StaffView;

const access = (moment: number, more: Partial<Access> = {}): Access => ({
  visit: "visit",
  account: "ann",
  name: "Ann  Bakker",
  role: "clinician",
  reason: "emergency",
  at: moment,
  seen: false,
  ...more,
});

beforeEach(() => {
  hands = new StaffWorld();
  hands.accesses = [access(2_000), access(1_000, { seen: true })];
});

async function signIn(...roles: StaffRole[]): Promise<void> {
  hands.info = { ...hands.info, roles };
  staff = createStaff(hands.ports, { kind: "practice" });
  at(staff, "signIn").signIn();
  await until(() => staff.page.value.at !== "signIn");
  await settle();
}

async function open(): Promise<OpeningsView> {
  await signIn("officer");
  const { openings } = at(staff, "practice").account;
  if (!openings) throw new Error("no openings");
  return openings;
}

describe("openings of marked visits", () => {
  it("are shown to an officer, with the alias and what is new", async () => {
    const view = await open();
    expect(view.fresh.value).toBe(1);
    expect(view.all.value).toMatchObject([
      { alias: aliasOf("visit"), name: "Ann Bakker", role: "clinician", reason: "emergency", fresh: true },
      { at: new Date(1_000), fresh: false },
    ]);
  });

  it.each(["administrator", "clinician", "reception"] as const)("are not asked for by %s", async (role) => {
    await signIn(role);
    await hands.world.clock.advance(9_000);
    expect(hands.count("accesses")).toBe(0);
    const page = staff.page.value;
    expect("account" in page.view ? page.view.account : undefined).toMatchObject({ openings: null });
  });

  it("reach an officer by themselves, also at the desk", async () => {
    await signIn("officer", "clinician");
    const practice = at(staff, "practice");
    practice.account.toDesk?.();
    const { account } = at(staff, "desk");
    expect(account?.openings?.fresh.value).toBe(1);
    hands.accesses = [access(3_000), ...hands.accesses];
    await hands.world.clock.advance(3_000);
    expect(account?.openings?.fresh.value).toBe(2);
  });

  it("are looked at up to what is shown, and no further", async () => {
    const view = await open();
    hands.accesses = [access(5_000), ...hands.accesses];
    view.see();
    view.see();
    await until(() => !view.busy.value);
    expect(hands.said("seeAccesses")).toEqual({ upTo: 2_000 });
    expect(hands.count("seeAccesses"), "asked once").toBe(1);
    expect(view.fresh.value, "what came meanwhile").toBe(1);
    view.see();
    await until(() => view.fresh.value === 0);
    view.see();
    expect(hands.count("seeAccesses"), "nothing is new").toBe(2);
  });

  it("stay new where the server could not be told, and it is said", async () => {
    const view = await open();
    hands.refusing.set("seeAccesses", null);
    view.see();
    await until(() => view.failed.value);
    expect([view.fresh.value, view.busy.value]).toEqual([1, false]);
    hands.refusing.clear();
    view.see();
    await until(() => view.fresh.value === 0);
    expect(view.failed.value).toBe(false);
  });

  it("keep what they show while the server is away, and lead to signing in where the session is over", async () => {
    const view = await open();
    hands.refusing.set("accesses", null);
    await hands.world.clock.advance(3_000);
    expect(view.all.value).toHaveLength(2);
    hands.refusing.set("accesses", "notSignedIn");
    await hands.world.clock.advance(3_000);
    expect(at(staff, "signIn").why.value).toBe("ended");
    await hands.world.clock.advance(9_000);
    expect(hands.world.clock.waiting, "nothing goes on").toBe(0);
  });
});
