// Signing in with a password: the exchange, the code of an app, passkeys that the browser offers beside it, and each way in which it can fail.

import { beforeEach, describe, expect, it } from "vitest";
import { createStaff } from "../../src/call/staff.ts";
import type { PasswordSignInView, StaffView } from "../../src/call/view.ts";
import { settle, until } from "./hands/clock.ts";
import { at, StaffWorld } from "./hands/staff.ts";

const PASSWORD = "correct horse battery staple";
const MINUTE = 60_000;

let hands: StaffWorld;
let staff: StaffView;

const view = (): PasswordSignInView => at(staff, "password");

beforeEach(() => {
  hands = new StaffWorld();
});

async function open(): Promise<void> {
  staff = createStaff(hands.ports, { kind: "signIn" });
  at(staff, "signIn").toPassword();
  await settle();
}

async function toCode(): Promise<void> {
  hands.appCode = "123456";
  await open();
  view().signIn("ada", PASSWORD);
  await until(() => view().screen.value === "code" && view().busy.value === null);
}

describe("a password", () => {
  it("opens the account; the server never hears it", async () => {
    await open();
    view().signIn(" ada ", PASSWORD);
    expect(view().busy.value).toBe("trying");
    view().signIn("ada", PASSWORD);
    await until(() => staff.page.value.at === "desk");
    expect(hands.said("signInWithPassword")).toEqual({ userName: "ada", request: "ke1" });
    expect(hands.count("signInWithPassword"), "one press is one attempt").toBe(1);
    expect(hands.said("finishPasswordSignIn")).toEqual({ ceremony: "ceremony", finalization: "ke3", code: null });
    expect(hands.seal.asked.slice(0, 3)).toEqual([
      "startPasswordSignIn",
      "finishPasswordSignIn ke2 https://practice.example",
      "openAccount me",
    ]);
    expect(JSON.stringify(hands.heard)).not.toContain("horse");
    expect(hands.seal.ended).toBe(false);
    expect(hands.seen.get("me")).toBe(1);
  });

  it("that is wrong is told as a user name that nobody has", async () => {
    await open();
    view().signIn("ada", "something else");
    await until(() => view().trouble.value === "wrong" && view().busy.value === null);
    expect(hands.count("finishPasswordSignIn"), "the server is not asked").toBe(0);
    expect(hands.seal.ended, "no worker is left behind").toBe(true);
    hands.refusing.set("finishPasswordSignIn", "badCredential");
    view().signIn("ada", PASSWORD);
    expect(view().trouble.value).toBeNull();
    await until(() => view().trouble.value === "wrong" && view().busy.value === null);
    view().signIn(" ", PASSWORD);
    await until(() => view().trouble.value === "wrong" && view().busy.value === null);
    hands.refusing.clear();
    view().signIn("ada", PASSWORD);
    await until(() => staff.page.value.at === "desk");
  });

  it.each([
    ["signInWithPassword", null, "offline"],
    ["signInWithPassword", "tooMany", "tooMany"],
    ["signInWithPassword", "unknownLink", "notSetUp"],
    ["finishPasswordSignIn", null, "offline"],
    ["finishPasswordSignIn", "tooMany", "tooMany"],
    ["finishPasswordSignIn", "internal", "internal"],
  ] as const)("where %s is answered with %s, says %s", async (method, code, trouble) => {
    await open();
    hands.refusing.set(method, code);
    view().signIn("ada", PASSWORD);
    await until(() => view().trouble.value === trouble && view().busy.value === null);
    expect(hands.seal.ended).toBe(true);
  });

  it("that opens no vault, or an old one, is told", async () => {
    await open();
    hands.seal.failing.set("openAccount", "badVault");
    view().signIn("ada", PASSWORD);
    await until(() => view().trouble.value === "vaultClosed");
    hands.seen.set("me", 5);
    await until(() => view().busy.value === null);
    view().signIn("ada", PASSWORD);
    await until(() => view().trouble.value === "vaultOld");
    expect(hands.seal.ended).toBe(true);
  });

  it("leads to the other ways, and to the sheet", async () => {
    await open();
    view().toCode();
    at(staff, "code").back();
    at(staff, "signIn").toPassword();
    view().back();
    expect(at(staff, "signIn").why.value).toBeNull();
  });
});

describe("the code of an app", () => {
  it("is asked for after the password, and finishes the same attempt", async () => {
    await toCode();
    view().enterCode(" 123 456");
    await until(() => staff.page.value.at === "desk");
    expect(hands.said("finishPasswordSignIn")).toEqual({ ceremony: "ceremony", finalization: "ke3", code: "123456" });
    expect(hands.count("signInWithPassword")).toBe(1);
  });

  it("that is wrong can be typed again; what can be none is not sent", async () => {
    await toCode();
    view().enterCode("12345");
    await until(() => view().wrongCode.value && view().busy.value === null);
    expect(hands.count("finishPasswordSignIn"), "asked before the code only").toBe(1);
    view().enterCode("654321");
    expect(view().wrongCode.value).toBe(false);
    await until(() => view().wrongCode.value && view().busy.value === null);
    view().enterCode("123456");
    await until(() => staff.page.value.at === "desk");
    expect(hands.count("signInWithPassword"), "the password is not tried again").toBe(1);
  });

  it("that is wrong too often ends the attempt: the password is asked for again", async () => {
    await toCode();
    for (let wrong = 1; wrong < 5; wrong += 1) {
      view().enterCode("654321");
      await until(() => view().wrongCode.value && view().busy.value === null);
    }
    view().enterCode("654321");
    await until(() => view().trouble.value === "again" && view().busy.value === null);
    expect(view().screen.value).toBe("password");
    hands.codesLeft = 5;
    view().signIn("ada", PASSWORD);
    await until(() => view().screen.value === "code" && view().busy.value === null);
    view().enterCode("123456");
    await until(() => staff.page.value.at === "desk");
  });

  it.each([
    ["badCredential", "again"],
    ["tooMany", "tooMany"],
    ["internal", "internal"],
  ] as const)("that is refused with %s leads back to the password: %s", async (code, trouble) => {
    await toCode();
    hands.refusing.set("finishPasswordSignIn", code);
    view().enterCode("123456");
    await until(() => view().trouble.value === trouble);
    expect(view().screen.value).toBe("password");
    expect(hands.seal.ended).toBe(true);
  });

  it("stays where it is while the server cannot be reached", async () => {
    await toCode();
    hands.refusing.set("finishPasswordSignIn", null);
    view().enterCode("123456");
    await until(() => view().trouble.value === "offline" && view().busy.value === null);
    expect(view().screen.value).toBe("code");
    hands.refusing.clear();
    view().enterCode("123456");
    await until(() => staff.page.value.at === "desk");
  });

  it("leads back to the password, which is tried anew", async () => {
    await toCode();
    view().back();
    expect(view().screen.value).toBe("password");
    expect(hands.seal.ended).toBe(true);
    view().signIn("ada", PASSWORD);
    await until(() => view().screen.value === "code");
  });
});

describe("passkeys that the browser offers with the user name", () => {
  beforeEach(() => {
    hands.offerable = true;
  });

  const offered = () => until(() => hands.count("signIn") > 0);

  it("open the account when one is chosen", async () => {
    await open();
    await offered();
    await settle();
    hands.chooseOffered();
    await until(() => staff.page.value.at === "desk");
    expect(hands.said("finishSignIn")).toEqual({ ceremony: "ceremony", credential: { id: "offered 1" } });
    expect(hands.seal.ended, "the worker with the keys goes on").toBe(false);
  });

  it("are taken back when the page is left, or a password is tried", async () => {
    await open();
    await offered();
    await settle();
    const { seal } = hands;
    view().back();
    expect(seal.ended).toBe(true);
    at(staff, "signIn").toPassword();
    await settle();
    const second = hands.seal;
    view().signIn("ada", PASSWORD);
    expect(second.ended).toBe(true);
    await until(() => staff.page.value.at === "desk");
    expect(hands.count("finishSignIn")).toBe(0);
  });

  it("are asked for anew before the server forgets its question", async () => {
    await open();
    await offered();
    await hands.world.clock.advance(4 * MINUTE);
    expect(hands.count("signIn")).toBe(2);
    await settle();
    hands.chooseOffered();
    await until(() => staff.page.value.at === "desk");
  });

  it("that do not work are told; the password still does", async () => {
    await open();
    await offered();
    await settle();
    hands.refusing.set("finishSignIn", "badCredential");
    hands.chooseOffered();
    await until(() => view().trouble.value === "passkey" && view().busy.value === null);
    view().signIn("ada", PASSWORD);
    await until(() => staff.page.value.at === "desk");
  });

  it.each([
    ["failed", null],
    ["unsupported", null],
    ["noPrf", "passkey"],
  ] as const)("that end with %s are told where one was chosen: %s", async (reason, trouble) => {
    await open();
    await offered();
    await settle();
    hands.passkeyFails = reason;
    hands.chooseOffered();
    await until(() => hands.seal.ended);
    await settle();
    expect(view().trouble.value).toBe(trouble);
    expect(view().busy.value).toBeNull();
  });

  it("are not offered where the browser has none", async () => {
    hands.supported = false;
    await open();
    expect(view().offersPasskeys).toBe(false);
    expect(hands.count("signIn")).toBe(0);
  });
});
