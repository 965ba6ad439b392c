// The page of one's own account: passkeys, a new sheet, sessions, and the word about someone else's signing in.

import { beforeEach, describe, expect, it } from "vitest";
import { createStaff } from "../../src/call/staff.ts";
import type { AccountView, RenewalView, StaffView } from "../../src/call/view.ts";
import type { SessionInfo } from "../../src/wire/messages.ts";
import { settle, until } from "./hands/clock.ts";
import { NEW_CODE } from "./hands/seal.ts";
import { at, OWN_SESSION, StaffWorld } from "./hands/staff.ts";

let hands: StaffWorld;
let staff: StaffView;

const view = (): AccountView => at(staff, "account");
const names = () => view().passkeys.value.map(({ name }) => name);

beforeEach(() => {
  hands = new StaffWorld();
});

async function atDesk(): Promise<void> {
  staff = createStaff(hands.ports, { kind: "signIn" });
  at(staff, "signIn").signIn();
  await until(() => staff.page.value.at === "desk" && at(staff, "desk").screen.value === "desk");
}

async function open(): Promise<void> {
  await atDesk();
  at(staff, "desk").account?.toAccount?.();
  await settle();
}

describe("the page", () => {
  it("shows how one comes in and where one is signed in, as it is now", async () => {
    await atDesk();
    hands.info = {
      ...hands.info,
      sessions: [
        OWN_SESSION,
        { session: "other", client: "Chrome\u202E on Windows", beganAt: 500, seenAt: 600, own: false },
      ],
    };
    at(staff, "desk").account?.toAccount?.();
    await settle();
    expect(hands.count("account"), "asked for when shown").toBe(1);
    expect(view().passkeys.value).toEqual([
      { credential: "phone", name: "iPhone", madeAt: new Date(1_000), usedAt: new Date(2_000), canRemove: true },
      { credential: "mac", name: "Mac", madeAt: new Date(1_500), usedAt: null, canRemove: true },
    ]);
    expect(view().sessions.value.map(({ client, own }) => [client, own])).toEqual([
      ["Safari on Mac", true],
      ["Chrome on Windows", false],
    ]);
    expect(view().roles).toEqual(["administrator", "clinician"]);
    expect(view().deviceName).toBe("Mac");
  });

  it("is followed every half minute, and says when the server cannot be reached", async () => {
    await open();
    hands.info = { ...hands.info, passkeys: hands.info.passkeys.slice(0, 1) };
    await hands.world.clock.advance(30_000);
    expect(names()).toEqual(["iPhone"]);
    hands.refusing.set("account", null);
    await hands.world.clock.advance(30_000);
    expect(view().reconnecting.value).toBe(true);
    expect(names(), "what is known stays").toEqual(["iPhone"]);
    hands.refusing.clear();
    await hands.world.clock.advance(30_000);
    expect(view().reconnecting.value).toBe(false);
  });

  it("leads to the other pages and back; the desk stays open behind it", async () => {
    await open();
    expect(view().account.toAccount).toBeNull();
    expect(view().visits).toBeDefined();
    view().account.toPractice?.();
    at(staff, "practice").account.toAccount?.();
    view().account.toDesk?.();
    expect(at(staff, "desk").screen.value).toBe("desk");
    expect(hands.count("signIn")).toBe(1);
  });

  it("notices that the session was ended elsewhere", async () => {
    await open();
    hands.refusing.set("account", "notSignedIn");
    await hands.world.clock.advance(30_000);
    expect(at(staff, "signIn").why.value).toBe("ended");
    expect(hands.seal.ended).toBe(true);
  });

  it("signs out on all devices", async () => {
    await open();
    view().account.signOut(true);
    expect(hands.said("signOut")).toEqual({ everywhere: true });
  });
});

describe("adding a passkey", () => {
  it("makes it on this device, and tells the server under the name that was given", async () => {
    await open();
    view().addPasskey("  Key in\nthe safe ");
    expect(view().busy.value).toBe("passkey");
    view().addPasskey("twice");
    await until(() => view().done.value === "added");
    expect(hands.count("changeWays")).toBe(1);
    expect(hands.said("changeWays")).toEqual({
      was: expect.stringMatching(/^[\w-]{43}$/),
      vault: { vault: "vault001", keys: [] },
      passkey: { name: "Key in the safe", credential: { id: "created 2" } },
      remove: [],
      password: null,
      recoveryKey: null,
    });
    expect(hands.seal.asked.slice(-3)).toEqual(["offerPasskey credential", "changeWays add", "keepWays"]);
    expect(names()).toEqual(["iPhone", "Mac", "Key in the safe"]);
    expect(view().busy.value).toBeNull();
  });

  it("takes the device's name where none is given, and the next change begins from the new vault", async () => {
    await open();
    view().addPasskey(" ");
    await until(() => view().done.value === "added");
    const { was } = hands.said("changeWays") as { was: string };
    expect(hands.said("changeWays")).toMatchObject({ passkey: { name: "Mac" } });
    view().removePasskey("phone");
    expect(view().done.value).toBeNull();
    await until(() => view().done.value === "removed");
    expect((hands.said("changeWays") as { was: string }).was).not.toBe(was);
  });

  it.each(["cancelled", "noPrf", "failed"] as const)("that the device ends with %s changes nothing", async (reason) => {
    await open();
    hands.passkeyFails = reason;
    view().addPasskey("Key");
    await until(() => view().trouble.value === reason);
    expect(hands.count("changeWays")).toBe(0);
    expect(view().busy.value).toBeNull();
    hands.passkeyFails = null;
    view().addPasskey("Key");
    expect(view().trouble.value).toBeNull();
    await until(() => view().done.value === "added");
  });

  it("is not tried where the browser has no passkeys", async () => {
    await open();
    hands.supported = false;
    view().addPasskey("Key");
    expect(view().trouble.value).toBe("unsupported");
    expect(hands.count("accountPasskey")).toBe(0);
  });

  it.each([
    ["accountPasskey", null, "offline"],
    ["accountPasskey", "tooMany", "tooMany"],
    ["changeWays", "badCredential", "tooLate"],
    ["changeWays", "conflict", "conflict"],
    ["changeWays", "tooLarge", "full"],
    ["changeWays", "internal", "internal"],
  ] as const)("where %s is answered with %s, says %s", async (method, code, trouble) => {
    await open();
    hands.refusing.set(method, code);
    view().addPasskey("Key");
    await until(() => view().trouble.value === trouble);
    expect(hands.seal.asked).not.toContain("keepWays");
    expect(names()).toEqual(["iPhone", "Mac"]);
  });

  it("counts where only the answer was lost", async () => {
    await open();
    hands.refusing.set("changeWays", null);
    hands.info = { ...hands.info, vault: { vault: "vault001", keys: [] } };
    view().addPasskey("Key");
    await until(() => view().done.value === "added");
    expect(hands.seal.asked).toContain("keepWays");
  });

  it("leads to signing in where the session is over", async () => {
    await open();
    hands.refusing.set("accountPasskey", "notSignedIn");
    view().addPasskey("Key");
    await until(() => staff.page.value.at === "signIn");
    expect(at(staff, "signIn").why.value).toBe("ended");
  });

  it("changes nothing once the page was left while the device asked", async () => {
    await open();
    let release = () => {};
    hands.holding.set("accountPasskey", new Promise((resolve) => (release = resolve)));
    view().addPasskey("Key");
    view().account.toDesk?.();
    release();
    await settle();
    expect(hands.count("changeWays")).toBe(0);
  });
});

describe("removing a passkey", () => {
  it("is told, and seen", async () => {
    await open();
    view().removePasskey("phone");
    expect(view().busy.value).toBe("changing");
    await until(() => view().done.value === "removed");
    expect(hands.said("changeWays")).toMatchObject({ passkey: null, remove: ["phone"], recoveryKey: null });
    expect(view().passkeys.value).toMatchObject([{ name: "Mac", canRemove: false }]);
  });

  it("never takes the last one", async () => {
    hands.info = { ...hands.info, passkeys: hands.info.passkeys.slice(0, 1) };
    await open();
    expect(view().passkeys.value.map(({ canRemove }) => canRemove)).toEqual([false]);
    view().removePasskey("phone");
    expect(view().busy.value).toBeNull();
    expect(hands.seal.asked.some((asked) => asked.startsWith("changeWays"))).toBe(false);
  });

  it("is not overwritten by an answer that it has overtaken", async () => {
    await open();
    const before = hands.info;
    let release = () => {};
    hands.holding.set("account", new Promise((resolve) => (release = resolve)));
    await hands.world.clock.advance(30_000);
    view().removePasskey("phone");
    await until(() => view().done.value === "removed");
    hands.info = before;
    release();
    await settle();
    expect(names()).toEqual(["Mac"]);
  });

  it("says that the ways in were changed elsewhere, and leads to signing in again", async () => {
    await open();
    hands.refusing.set("changeWays", "conflict");
    view().removePasskey("phone");
    await until(() => view().trouble.value === "conflict");
    view().account.signOut(false);
    expect(at(staff, "signIn").why.value).toBe("left");
  });
});

describe("a new recovery sheet", () => {
  const renewal = (): RenewalView => {
    const shown = view().renewal.value;
    if (!shown) throw new Error("no new sheet is being made");
    return shown;
  };

  async function toKept(): Promise<void> {
    await open();
    view().renewSheet();
    renewal().make();
    await until(() => renewal().screen.value === "sheet");
    renewal().next();
  }

  function finish(): void {
    const [first, second] = renewal().asked.value;
    const groups = NEW_CODE.split("-");
    renewal().finish(groups[first - 1] ?? "", groups[second - 1] ?? "");
  }

  it("counts once it was kept, and leaves the passkeys as they are", async () => {
    await toKept();
    expect(renewal().why).toBe("sheet");
    expect(hands.count("changeWays")).toBe(0);
    finish();
    await until(() => view().done.value === "renewed");
    expect(view().renewal.value).toBeNull();
    expect(hands.said("changeWays")).toMatchObject({ passkey: null, remove: [], recoveryKey: "new recovery key" });
    expect(hands.seal.asked.slice(-2)).toEqual(["changeWays renew", "keepWays"]);
    expect(hands.passkeysMade, "the one that signed in").toBe(1);
    expect(names()).toEqual(["iPhone", "Mac"]);
  });

  it("can be left: the old one goes on", async () => {
    await toKept();
    const left = renewal();
    left.stop();
    expect(view().renewal.value).toBeNull();
    expect(left.sheet.value).toBeNull();
    expect(hands.count("changeWays")).toBe(0);
    view().renewSheet();
    expect(renewal().screen.value).toBe("start");
  });

  it.each([
    ["conflict", "conflict"],
    ["malformed", "internal"],
  ] as const)("that is refused with %s stays on the screen, and says %s", async (code, trouble) => {
    await toKept();
    hands.refusing.set("changeWays", code);
    finish();
    await until(() => renewal().trouble.value === trouble);
    expect(renewal().screen.value).toBe("kept");
    renewal().signOut();
    expect(at(staff, "signIn").why.value).toBe("left");
  });

  it("is over with the session", async () => {
    await toKept();
    hands.refusing.set("changeWays", "notSignedIn");
    finish();
    await until(() => staff.page.value.at === "signIn");
    expect(at(staff, "signIn").why.value).toBe("ended");
  });
});

function session(client: string, beganAt: number): SessionInfo {
  return { session: `${client} ${beganAt}`, client, beganAt, seenAt: beganAt, own: false };
}

describe("another session", () => {
  const left = session("Chrome on Windows", 5_000);
  const clients = () => view().sessions.value.map(({ client }) => client);

  beforeEach(async () => {
    hands.info = { ...hands.info, sessions: [OWN_SESSION, left] };
    await open();
  });

  it("is ended by its name, once", async () => {
    view().endSession(left.session);
    view().endSession(left.session);
    expect(view().sessionEnd.value).toBe("ending");
    await until(() => view().sessionEnd.value === "ended");
    expect(hands.said("endSession")).toEqual({ session: left.session });
    expect(hands.count("endSession")).toBe(1);
    expect(clients()).toEqual(["Safari on Mac"]);
  });

  it("that has ended by itself has ended", async () => {
    hands.info = { ...hands.info, sessions: [OWN_SESSION] };
    view().endSession(left.session);
    await until(() => view().sessionEnd.value === "ended");
    expect(clients()).toEqual(["Safari on Mac"]);
  });

  it("goes on where the server cannot be reached, which is said", async () => {
    hands.refusing.set("endSession", null);
    view().endSession(left.session);
    await until(() => view().sessionEnd.value === "offline");
    expect(clients()).toEqual(["Safari on Mac", "Chrome on Windows"]);
    hands.refusing.delete("endSession");
    view().endSession(left.session);
    await until(() => view().sessionEnd.value === "ended");
  });

  it("is not ended where one's own is over", async () => {
    hands.refusing.set("endSession", "notSignedIn");
    view().endSession(left.session);
    await until(() => staff.page.value.at === "signIn");
    expect(at(staff, "signIn").why.value).toBe("ended");
  });
});

describe("someone else's signing in", () => {
  const newcomers = () => at(staff, "desk").account?.newcomers.value;
  const appears = async (...sessions: SessionInfo[]) => {
    hands.info = { ...hands.info, sessions: [...sessions, OWN_SESSION] };
    await hands.world.clock.advance(30_000);
  };

  it("is told at the desk and on the practice page, one line for several", async () => {
    await atDesk();
    await hands.world.clock.advance(30_000);
    expect(newcomers()).toBeNull();
    await appears(session("Firefox on Android", 20_000));
    expect(newcomers()).toEqual({ count: 1, client: "Firefox on Android" });
    at(staff, "desk").account?.toPractice?.();
    expect(at(staff, "practice").account.newcomers.value).toMatchObject({ count: 1 });
    at(staff, "practice").account.toDesk?.();
    await appears(session("Edge on Windows", 30_000), session("Firefox on Android", 20_000));
    expect(newcomers()).toEqual({ count: 2, client: "Edge on Windows" });
  });

  it("stays told after they left, until it is dismissed, and then only others are told", async () => {
    await atDesk();
    await appears(session("Firefox on Android", 20_000));
    await appears();
    expect(newcomers()).toMatchObject({ count: 1 });
    at(staff, "desk").account?.dismissNewcomers();
    expect(newcomers()).toBeNull();
    await appears(session("Firefox on Android", 20_000));
    expect(newcomers()).toBeNull();
    await appears(session("Firefox on Android", 40_000));
    expect(newcomers()).toMatchObject({ count: 1 });
  });

  it("is not told of sessions from before, nor of one's own", async () => {
    hands.info = { ...hands.info, sessions: [OWN_SESSION, session("Chrome on Windows", 5_000)] };
    await atDesk();
    await appears(session("Chrome on Windows", 5_000), session("Chrome on Mac", 9_000));
    expect(newcomers()).toBeNull();
    hands.info = {
      ...hands.info,
      sessions: [
        { ...OWN_SESSION, beganAt: 50_000 },
        { ...OWN_SESSION, own: false },
      ],
    };
    await hands.world.clock.advance(30_000);
    expect(newcomers(), "signed in anew in another tab").toBeNull();
  });

  it("leads to the account, where it counts as seen", async () => {
    await atDesk();
    await appears(session("Firefox on Android", 20_000));
    at(staff, "desk").account?.toAccount?.();
    expect(view().sessions.value.map(({ client }) => client)).toContain("Firefox on Android");
    view().account.toDesk?.();
    expect(newcomers()).toBeNull();
  });
});
