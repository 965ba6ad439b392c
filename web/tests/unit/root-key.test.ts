// The practice's root key, handed on to an administrator: taken without a word, and what is shown where that fails.

import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { createStaff } from "../../src/call/staff.ts";
import type { StaffView } from "../../src/call/view.ts";
import { settle, until } from "./hands/clock.ts";
import { at, StaffWorld } from "./hands/staff.ts";

let hands: StaffWorld;
let staff: StaffView;

const root = () => at(staff, "practice").root.value;

beforeEach(() => {
  hands = new StaffWorld();
  hands.info = { ...hands.info, roles: ["administrator"], sealedRoot: "handed on" };
});

async function open(): Promise<void> {
  staff = createStaff(hands.ports, { kind: "practice" });
  at(staff, "signIn").signIn();
  await until(() => staff.page.value.at !== "signIn");
  await settle();
}

it("is taken into the vault after signing in, and nothing else is changed", async () => {
  await open();
  await until(() => root() === "settled");
  expect(hands.said("changeWays")).toEqual({
    was: createHash("sha256").update(Buffer.from("vaultold", "base64url")).digest("base64url"),
    vault: { vault: "vaultroot", keys: [] },
    passkey: null,
    remove: [],
    password: null,
    recoveryKey: null,
  });
  expect(hands.seal.asked.slice(-2)).toEqual(["takeRoot handed on", "keepWays"]);
  expect(hands.seen.get("me")).toBe(2);
  await hands.world.clock.advance(60_000);
  expect(hands.count("changeWays"), "once").toBe(1);
});

it("is not sent again where the vault has it", async () => {
  hands.seal.holdsRoot = true;
  await open();
  await until(() => root() === "settled");
  expect(hands.count("changeWays")).toBe(0);
});

it.each([["clinician"], ["officer"]] as const)("is not looked for by a mere %s", async (role) => {
  hands.info = { ...hands.info, roles: [role] };
  await open();
  expect(hands.seal.asked.some((asked) => asked.startsWith("takeRoot"))).toBe(false);
});

describe("where it cannot be taken", () => {
  it("says so on the practice page, and tries again", async () => {
    hands.refusing.set("changeWays", "internal");
    await open();
    await until(() => root() === "failed");
    hands.refusing.clear();
    at(staff, "practice").takeRoot();
    expect(root()).toBe("taking");
    await until(() => root() === "settled");
  });

  it("does not ask who it is without being pressed", async () => {
    hands.unproved.add("changeWays");
    await open();
    await until(() => root() === "waiting");
    expect(staff.proof.value).toBeNull();
    at(staff, "practice").takeRoot();
    await until(() => staff.proof.value !== null);
    staff.proof.value?.cancel();
    await until(() => root() === "waiting");
    at(staff, "practice").takeRoot();
    await until(() => staff.proof.value !== null);
    staff.proof.value?.usePasskey();
    await until(() => root() === "settled");
  });

  it("is told apart from a key of another practice", async () => {
    hands.seal.failing.set("takeRoot", "badSecret");
    await open();
    await until(() => root() === "foreign");
    expect(hands.count("changeWays")).toBe(0);
  });

  it("is over with the session", async () => {
    hands.refusing.set("changeWays", "notSignedIn");
    staff = createStaff(hands.ports, { kind: "practice" });
    at(staff, "signIn").signIn();
    await until(() => hands.count("changeWays") === 1 && staff.page.value.at === "signIn");
    expect(at(staff, "signIn").why.value).toBe("ended");
  });
});
