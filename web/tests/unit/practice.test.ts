// The practice page: who sees what, inviting, confirming, ending access, and what goes wrong with each.

import { beforeEach, describe, expect, it } from "vitest";
import { createStaff } from "../../src/call/staff.ts";
import type { ColleagueView, PracticeView, StaffView } from "../../src/call/view.ts";
import type { StaffRole } from "../../src/wire/messages.ts";
import { settle, until } from "./hands/clock.ts";
import { CERTIFICATE } from "./hands/seal.ts";
import { at, colleague, enrolled, StaffWorld } from "./hands/staff.ts";

let hands: StaffWorld;
let staff: StaffView;
let view: PracticeView;

beforeEach(() => {
  hands = new StaffWorld();
  hands.list = [
    colleague("me", { roles: ["administrator"] }),
    colleague("ann"),
    enrolled("bob"),
    colleague("cem", { state: "invited", expiresAt: 1_000 }),
    colleague("dot", { state: "left" }),
  ];
});

async function open(...roles: StaffRole[]): Promise<void> {
  hands.info = { ...hands.info, roles: roles.length > 0 ? roles : ["administrator"] };
  staff = createStaff(hands.ports, { kind: "practice" });
  at(staff, "signIn").signIn();
  await until(() => staff.page.value.at === "practice");
  await settle();
  view = at(staff, "practice");
}

function one(account: string): ColleagueView {
  const found = view.staff.value?.find((shown) => shown.account === account);
  if (!found) throw new Error(`${account} is not shown`);
  return found;
}

describe("the list", () => {
  it("shows an administrator everyone, and what can be done about whom", async () => {
    await open();
    expect(view.staff.value?.map(({ account, canConfirm, canEnd }) => [account, canConfirm, canEnd])).toEqual([
      ["me", false, false],
      ["ann", false, true],
      ["bob", true, true],
      ["cem", false, true],
      ["dot", false, false],
    ]);
    expect(one("me").self).toBe(true);
    expect(one("cem").until).toEqual(new Date(1_000));
  });

  it("never offers to end the access of the last administrator", async () => {
    hands.list = [colleague("ann", { roles: ["administrator"] }), colleague("bob", { roles: ["officer"] })];
    await open();
    expect(one("ann").canEnd).toBe(false);
    expect(one("bob").canEnd).toBe(true);
    hands.list = [...hands.list, colleague("cem", { roles: ["administrator"] })];
    await hands.world.clock.advance(3_000);
    expect(one("ann").canEnd).toBe(true);
  });

  it("is followed while the page is open", async () => {
    await open();
    hands.list = [...hands.list, colleague("eve")];
    await hands.world.clock.advance(3_000);
    expect(one("eve").state).toBe("active");
  });

  it("says that the server cannot be reached, keeps what it shows, and goes on", async () => {
    await open();
    hands.refusing.set("staff", null);
    await hands.world.clock.advance(3_000);
    expect(view.reconnecting.value).toBe(true);
    expect(view.staff.value).toHaveLength(5);
    hands.refusing.clear();
    await hands.world.clock.advance(3_000);
    expect(view.reconnecting.value).toBe(false);
  });

  it("is not overwritten by an answer that was overtaken", async () => {
    await open();
    let letGo = () => {};
    hands.holding.set(
      "staff",
      new Promise((resolve) => {
        letGo = resolve;
      }),
    );
    hands.list = [];
    await hands.world.clock.advance(3_000);
    hands.holding.clear();
    hands.list = [colleague("me", { roles: ["administrator"] }), colleague("late")];
    await hands.world.clock.advance(3_000);
    expect(one("late").name).toBe("late Bakker");
    hands.list = [];
    letGo();
    await settle();
    expect(view.staff.value).toHaveLength(2);
  });

  it("is read by an officer, who can do nothing about it", async () => {
    await open("officer");
    expect(view.canManage).toBe(false);
    expect(view.staff.value?.some(({ canConfirm, canEnd }) => canConfirm || canEnd)).toBe(false);
  });
});

describe("inviting", () => {
  it("hands out the link once the server knows of it, which never sees its fragment", async () => {
    await open();
    const invited = await view.invite("  Eve Smit ", ["clinician", "officer"]);
    expect(invited).toEqual({ link: "https://practice.example/s/newToken#newFragment" });
    expect(hands.said("invite")).toEqual({
      account: "id1",
      name: "Eve Smit",
      roles: ["clinician", "officer"],
      tokenHash: "hash",
      sealedSecret: "sealed",
    });
    expect(JSON.stringify(hands.heard)).not.toContain("newFragment");
    expect(hands.seal.asked).toContain("inviteColleague id1 Eve Smit clinician officer");
  });

  it.each([null, "notAllowed", "internal"] as const)("gives no link where the server answers %s", async (code) => {
    await open();
    hands.refusing.set("invite", code);
    expect(await view.invite("Eve", ["clinician"])).toEqual({ trouble: "failed" });
    expect(staff.page.value.at).toBe("practice");
  });

  it("says so where this account does not hold the practice's key", async () => {
    await open();
    hands.seal.failing.set("inviteColleague", "notAllowed");
    expect(await view.invite("Eve", ["clinician"])).toEqual({ trouble: "notYours" });
    expect(hands.count("invite")).toBe(0);
  });
});

describe("confirming", () => {
  it("has the worker certify the keys, and hands the certificate to the server", async () => {
    await open();
    view.confirm("bob");
    expect(one("bob").busy).toBe("confirming");
    hands.list = [colleague("me", { roles: ["administrator"] }), colleague("bob")];
    await until(() => one("bob").state === "active" && one("bob").busy === null);
    expect(hands.seal.asked).toContain("certify bob sealed");
    expect(hands.said("certify")).toEqual({ account: "bob", certificate: CERTIFICATE, sealedRoot: null });
  });

  it("of an administrator hands the practice's key on with the certificate", async () => {
    hands.list = [colleague("me", { roles: ["administrator"] }), { ...enrolled("bob"), roles: ["administrator"] }];
    await open();
    view.confirm("bob");
    await until(() => hands.count("certify") === 1);
    expect(hands.said("certify")).toEqual({ account: "bob", certificate: CERTIFICATE, sealedRoot: "sealed root" });
  });

  it("is not possible for one whose link somebody else made", async () => {
    hands.list = [colleague("me", { roles: ["administrator"] }), { ...enrolled("bob"), sealedSecret: null }];
    await open();
    expect(one("bob").canConfirm).toBe(false);
    view.confirm("bob");
    await settle();
    expect(hands.count("certify")).toBe(0);
  });

  it.each([
    ["badProof", "unproved"],
    ["notAllowed", "notYours"],
    ["internal", "internal"],
  ] as const)("of keys that the worker finds %s is refused: %s", async (reason, trouble) => {
    await open();
    hands.seal.failing.set("certify", reason);
    view.confirm("bob");
    await until(() => one("bob").trouble === trouble);
    expect(hands.count("certify")).toBe(0);
    expect(one("bob").busy).toBeNull();
  });

  it.each([
    [null, "offline"],
    ["conflict", "changed"],
    ["internal", "internal"],
  ] as const)("that the server answers with %s is said: %s", async (code, trouble) => {
    await open();
    hands.refusing.set("certify", code);
    view.confirm("bob");
    await until(() => one("bob").trouble === trouble);
    hands.refusing.clear();
    view.confirm("bob");
    expect(one("bob").trouble).toBeNull();
    await until(() => one("bob").busy === null);
    expect(hands.count("certify")).toBe(2);
  });

  it("leads to signing in where the session is over", async () => {
    await open();
    hands.refusing.set("certify", "notSignedIn");
    view.confirm("bob");
    await until(() => staff.page.value.at === "signIn");
    expect(at(staff, "signIn").why.value).toBe("ended");
  });
});

describe("signing a colleague out", () => {
  it("is said once it is done, until something else is", async () => {
    await open();
    view.signOut("ann");
    expect(one("ann").busy).toBe("signingOut");
    await until(() => one("ann").signedOut);
    expect(hands.said("signOutColleague")).toEqual({ account: "ann" });
    hands.refusing.set("signOutColleague", null);
    view.signOut("ann");
    await until(() => one("ann").trouble === "offline");
    expect(one("ann").signedOut).toBe(false);
  });

  it("is for others who may be signed in", async () => {
    hands.list = [
      colleague("me", { roles: ["administrator"] }),
      colleague("ann"),
      colleague("bob", { state: "enrolled" }),
      colleague("cy", { state: "invited" }),
      colleague("di", { state: "left" }),
    ];
    await open();
    const all = view.staff.value ?? [];
    expect(all.filter(({ canSignOut }) => canSignOut).map(({ account }) => account)).toEqual(["ann", "bob"]);
  });
});

describe("ending access", () => {
  it("is done at once, and seen", async () => {
    await open();
    hands.list = [colleague("me", { roles: ["administrator"] }), colleague("ann", { state: "left" })];
    view.end("ann");
    view.end("ann");
    await until(() => one("ann").state === "left");
    expect(hands.said("end")).toEqual({ account: "ann" });
    expect(hands.count("end"), "asked once").toBe(1);
  });

  it("that the server forbids is said", async () => {
    await open();
    hands.refusing.set("end", "conflict");
    view.end("ann");
    await until(() => one("ann").trouble === "changed");
    expect(one("ann").state).toBe("active");
  });
});
