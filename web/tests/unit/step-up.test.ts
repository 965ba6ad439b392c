// Showing again who one is: what waits for it and goes on, each way of showing it, and what stays as it was where nobody does.

import { beforeEach, describe, expect, it } from "vitest";
import { createStaff } from "../../src/call/staff.ts";
import type { AccountView, PracticeView, ProofView, StaffView } from "../../src/call/view.ts";
import { settle, until } from "./hands/clock.ts";
import { RECOVERY_CODE } from "./hands/seal.ts";
import { at, colleague, enrolled, StaffWorld } from "./hands/staff.ts";

const PASSWORD = "correct horse battery staple";

let hands: StaffWorld;
let staff: StaffView;

beforeEach(() => {
  hands = new StaffWorld();
  hands.list = [colleague("me", { roles: ["administrator"] }), colleague("ann"), enrolled("bob")];
  hands.info = {
    ...hands.info,
    roles: ["administrator"],
    password: { userName: "ada", totp: false, madeAt: 1_000, usedAt: null },
  };
});

async function open(): Promise<PracticeView> {
  staff = createStaff(hands.ports, { kind: "practice" });
  at(staff, "signIn").signIn();
  await until(() => staff.page.value.at === "practice");
  await settle();
  for (const method of ["invite", "certify", "end", "changeWays"] as const) hands.unproved.add(method);
  return at(staff, "practice");
}

function shown(): ProofView {
  const { value } = staff.proof;
  if (!value) throw new Error("nobody is asked who they are");
  return value;
}

/** Asks for a link; resolves once the question is there. */
async function inviting(): Promise<{ invited: ReturnType<PracticeView["invite"]> }> {
  const view = await open();
  const invited = view.invite("Eve", ["clinician"]);
  await until(() => staff.proof.value !== null);
  return { invited };
}

describe("what the server wants a proof for", () => {
  it("waits, and goes on by itself with what was typed", async () => {
    const { invited } = await inviting();
    shown().usePasskey();
    expect(await invited).toEqual({ link: "https://practice.example/s/newToken#newFragment" });
    expect(staff.proof.value).toBeNull();
    expect(hands.said("prove")).toEqual({
      type: "passkey",
      signIn: { ceremony: "ceremony", credential: { id: "used 2" } },
    });
    expect(hands.said("invite")).toMatchObject({ account: "id1", name: "Eve" });
    expect(
      hands.seal.asked.filter((asked) => asked.startsWith("inviteColleague")),
      "made once",
    ).toHaveLength(1);
  });

  it.each([
    ["confirm", "bob", "certify"],
    ["end", "ann", "end"],
  ] as const)("is also to %s", async (act, account, method) => {
    const view = await open();
    view[act](account);
    await until(() => staff.proof.value !== null);
    expect(view.staff.value?.find((one) => one.account === account)?.busy).not.toBeNull();
    shown().usePasskey();
    await until(() => hands.count(method) === 2);
    await until(() => view.staff.value?.find((one) => one.account === account)?.busy === null);
    expect(view.staff.value?.find((one) => one.account === account)?.trouble).toBeNull();
  });

  it("is also to change the ways in, which are prepared once", async () => {
    await open();
    at(staff, "practice").account.toAccount?.();
    const view: AccountView = at(staff, "account");
    view.removePasskey("phone");
    await until(() => staff.proof.value !== null);
    shown().usePasskey();
    await until(() => view.done.value === "removed");
    expect(hands.seal.asked.filter((asked) => asked.startsWith("changeWays"))).toHaveLength(1);
  });

  it("stays as it was where the question is closed", async () => {
    const { invited } = await inviting();
    shown().cancel();
    expect(await invited).toBeNull();
    expect(staff.proof.value).toBeNull();
    const view = at(staff, "practice");
    view.end("ann");
    await until(() => staff.proof.value !== null);
    shown().cancel();
    await until(() => view.staff.value?.find((one) => one.account === "ann")?.busy === null);
    expect(view.staff.value?.find((one) => one.account === "ann")?.trouble).toBeNull();
    at(staff, "practice").account.toAccount?.();
    const account: AccountView = at(staff, "account");
    account.removePasskey("phone");
    await until(() => staff.proof.value !== null);
    shown().cancel();
    await until(() => account.busy.value === null);
    expect(account.trouble.value ?? account.done.value).toBeNull();
  });

  it("is asked for once, however much waits for it", async () => {
    const view = await open();
    view.end("ann");
    view.confirm("bob");
    await until(() => hands.count("end") === 1 && hands.count("certify") === 1 && staff.proof.value !== null);
    shown().usePasskey();
    await until(() => hands.count("end") === 2 && hands.count("certify") === 2);
    expect(hands.count("prove")).toBe(1);
  });

  it("is over with the session", async () => {
    const { invited } = await inviting();
    hands.refusing.set("prove", "notSignedIn");
    shown().usePasskey();
    await invited;
    expect(at(staff, "signIn").why.value).toBe("ended");
    expect(staff.proof.value).toBeNull();
  });

  it("is not asked for any more once the person has signed out", async () => {
    const { invited } = await inviting();
    at(staff, "practice").account.signOut(false);
    expect(staff.proof.value).toBeNull();
    expect(await invited).toBeNull();
  });
});

describe("the proof", () => {
  it("is made in a worker of its own, which is gone afterwards", async () => {
    const { invited } = await inviting();
    const started = hands.started;
    shown().usePasskey();
    await invited;
    expect(hands.started).toBe(started + 1);
  });

  it("can be the password, in one press", async () => {
    const { invited } = await inviting();
    expect(shown().ways).toEqual(["passkey", "password", "sheet"]);
    shown().choose("password");
    expect(shown().userName).toBe("ada");
    shown().usePassword("wrong");
    await until(() => shown().trouble.value === "notYou" && !shown().busy.value);
    shown().usePassword(PASSWORD);
    expect(await invited).toHaveProperty("link");
    expect(hands.said("signInWithPassword")).toEqual({ userName: "ada", request: "ke1" });
    expect(hands.said("prove")).toEqual({
      type: "password",
      finish: { ceremony: "ceremony", finalization: "ke3", code: null },
    });
  });

  it("asks for the app's code where there is one, again if it is wrong", async () => {
    const { invited } = await inviting();
    hands.appCode = "123456";
    shown().choose("password");
    shown().usePassword(PASSWORD);
    await until(() => shown().codeNeeded.value && !shown().busy.value);
    shown().enterCode("654321");
    await until(() => shown().wrongCode.value && !shown().busy.value);
    shown().enterCode("123456");
    expect(await invited).toHaveProperty("link");
    expect(hands.count("signInWithPassword")).toBe(1);
  });

  it("can be the recovery sheet", async () => {
    const { invited } = await inviting();
    shown().choose("sheet");
    shown().useSheet("0000");
    await until(() => shown().trouble.value === "mistyped" && !shown().busy.value);
    shown().useSheet(RECOVERY_CODE);
    expect(await invited).toHaveProperty("link");
    expect(hands.said("prove")).toEqual({
      type: "code",
      signIn: { ceremony: "ceremony", key: "recovery key", signature: "signed" },
    });
  });

  it("offers what this account and this browser have", async () => {
    hands.info = { ...hands.info, password: null };
    await inviting();
    expect(shown().ways).toEqual(["passkey", "sheet"]);
    shown().cancel();
    await settle();
    hands.supported = false;
    void at(staff, "practice").invite("Eve", ["clinician"]);
    await until(() => staff.proof.value !== null);
    expect(shown().ways).toEqual(["sheet"]);
    expect(shown().way.value).toBe("sheet");
  });

  it.each([
    [null, "offline"],
    ["tooMany", "tooMany"],
    ["badCredential", "notYou"],
    ["internal", "internal"],
  ] as const)("that is answered with %s can be tried again: %s", async (code, trouble) => {
    const { invited } = await inviting();
    hands.refusing.set("prove", code);
    shown().usePasskey();
    await until(() => shown().trouble.value === trouble && !shown().busy.value);
    hands.refusing.clear();
    shown().usePasskey();
    expect(await invited).toHaveProperty("link");
  });

  it("that the device declines can be given another way", async () => {
    const { invited } = await inviting();
    hands.passkeyFails = "cancelled";
    shown().usePasskey();
    await until(() => shown().trouble.value === "passkey" && !shown().busy.value);
    shown().choose("password");
    expect(shown().trouble.value).toBeNull();
    shown().usePassword(PASSWORD);
    expect(await invited).toHaveProperty("link");
  });
});
