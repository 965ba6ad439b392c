// Signing in, the pages behind it, and every way out: by a press, by itself, by the server.

import { beforeEach, describe, expect, it } from "vitest";
import { createStaff, type StaffStart } from "../../src/call/staff.ts";
import type { StaffView } from "../../src/call/view.ts";
import type { StaffRole } from "../../src/wire/messages.ts";
import { settle, until } from "./hands/clock.ts";
import { at, StaffWorld } from "./hands/staff.ts";

const MINUTE = 60_000;

let hands: StaffWorld;
let staff: StaffView;

beforeEach(() => {
  hands = new StaffWorld();
});

function open(kind: Exclude<StaffStart["kind"], "enrolment"> = "signIn"): void {
  staff = createStaff(hands.ports, { kind });
}

async function signIn(kind: "signIn" | "practice" = "signIn"): Promise<void> {
  open(kind);
  at(staff, "signIn").signIn();
  await until(() => staff.page.value.at !== "signIn");
  await settle();
}

/** Signed in, at the desk, connected. */
async function atDesk(): Promise<void> {
  await signIn();
  await until(() => at(staff, "desk").screen.value === "desk");
}

const as = (...roles: StaffRole[]) => {
  hands.info = { ...hands.info, roles };
};

describe("signing in", () => {
  it("opens the vault with the passkey, and leads a clinician to the desk", async () => {
    open();
    const view = at(staff, "signIn");
    view.signIn();
    expect(view.busy.value).toBe("passkey");
    view.signIn();
    await until(() => staff.page.value.at === "desk");
    expect(hands.count("signIn"), "one press is one attempt").toBe(1);
    expect(hands.said("finishSignIn")).toEqual({ ceremony: "ceremony", credential: { id: "used 1" } });
    expect(hands.seal.asked).toEqual(["offerPasskey credential", "openAccount me"]);
    await until(() => hands.world.server.raw.length > 0);
    expect(hands.world.server.raw[0]?.body).toMatchObject({ type: "hello", credential: { type: "account" } });
    const desk = at(staff, "desk");
    await until(() => desk.screen.value === "desk");
    expect(desk.practiceName.value).toBe("Practice at the Canal");
    expect(desk.staffName.value).toBe("Dr Vermeer");
  });

  it.each([["officer"], ["administrator"]] as const)("leads %s to the practice page", async (role) => {
    as(role);
    await signIn();
    expect(staff.page.value.at).toBe("practice");
    expect(hands.path).toBe("/practice");
    expect(hands.world.server.raw).toEqual([]);
  });

  it("leads those who neither hold visits nor may see who works here to their own account", async () => {
    as("reception");
    await signIn();
    const view = at(staff, "account");
    expect(view.roles).toEqual(["reception"]);
    expect(view.account.toDesk ?? view.account.toPractice ?? view.account.toAccount).toBeNull();
    expect(hands.count("staff")).toBe(0);
  });

  it("leads an administrator who asked for the practice page there, and a mere clinician to the desk", async () => {
    await signIn("practice");
    expect(staff.page.value.at).toBe("practice");
    await until(() => hands.world.server.raw.length > 0);
    at(staff, "practice").account.toDesk?.();
    expect(staff.page.value.at).toBe("desk");
    hands = new StaffWorld();
    as("clinician");
    await signIn("practice");
    expect(staff.page.value.at).toBe("desk");
  });

  it("leads someone who is not confirmed to the wait", async () => {
    hands.info = { ...hands.info, certificate: null };
    await signIn();
    expect(at(staff, "unconfirmed").practiceName).toBe("Practice at the Canal");
  });

  it.each(["cancelled", "unsupported", "noPrf", "failed"] as const)(
    "says that the passkey was %s, and can be tried again",
    async (reason) => {
      open();
      hands.passkeyFails = reason;
      const view = at(staff, "signIn");
      view.signIn();
      await until(() => view.trouble.value === reason && view.busy.value === null);
      expect(hands.seal.ended, "no worker is left behind").toBe(true);
      hands.passkeyFails = null;
      view.signIn();
      await until(() => staff.page.value.at === "desk");
    },
  );

  it("knows a browser that has no passkeys, and tries none there", async () => {
    hands.supported = false;
    open();
    expect(at(staff, "signIn").hasPasskeys).toBe(false);
    at(staff, "signIn").signIn();
    await settle();
    expect(at(staff, "signIn").trouble.value).toBe("unsupported");
    expect(hands.heard).toEqual([]);
  });

  it.each([
    ["signIn", null, "offline"],
    ["signIn", "tooMany", "tooMany"],
    ["signIn", "unknownLink", "notSetUp"],
    ["finishSignIn", null, "offline"],
    ["finishSignIn", "badCredential", "unknown"],
    ["finishSignIn", "tooMany", "tooMany"],
    ["finishSignIn", "internal", "internal"],
  ] as const)("where %s is answered with %s, says %s", async (method, code, trouble) => {
    open();
    hands.refusing.set(method, code);
    at(staff, "signIn").signIn();
    await until(() => at(staff, "signIn").trouble.value === trouble);
    expect(hands.seal.ended).toBe(true);
  });

  it("says that the vault does not open, or that the worker is not there", async () => {
    open();
    hands.seal.failing.set("openAccount", "badVault");
    at(staff, "signIn").signIn();
    await until(() => at(staff, "signIn").trouble.value === "vaultClosed");
    expect(hands.seal.ended).toBe(true);
    at(staff, "signIn").signIn();
    await until(() => hands.count("signIn") === 2 || staff.page.value.at === "desk");
    await until(() => staff.page.value.at === "desk");
  });
});

describe("a vault that is older than one that was seen here", () => {
  it("is not taken, and told apart from one that never opened here", async () => {
    hands.seen.set("me", 7);
    open();
    at(staff, "signIn").signIn();
    await until(() => at(staff, "signIn").trouble.value === "vaultOld");
    expect(hands.seal.ended).toBe(true);
    expect(hands.seen.get("me")).toBe(7);
    expect(hands.seal.asked.filter((asked) => asked.startsWith("openAccount"))).toHaveLength(1);
  });

  it("is so from the first time on", async () => {
    hands.seal.sealings = 4;
    await signIn();
    expect(hands.seen.get("me")).toBe(4);
  });
});

describe("the two pages", () => {
  it("are changed without a reload, and the desk stays open behind the practice page", async () => {
    await atDesk();
    const desk = at(staff, "desk");
    expect(desk.account?.toDesk).toBeNull();
    desk.account?.toPractice?.();
    expect(hands.path).toBe("/practice");
    const practice = at(staff, "practice");
    expect(practice.visits).toBe(desk.visits);
    expect(hands.world.server.live, "who waits is not missed").toBeDefined();
    practice.account.toDesk?.();
    expect(at(staff, "desk")).toBe(desk);
    expect(hands.seal.ended).toBe(false);
    const looked = hands.count("staff");
    await hands.world.clock.advance(9_000);
    expect(hands.count("staff"), "nothing is asked for a page that is not shown").toBe(looked);
  });

  it("lead a clinician who is nothing else nowhere", async () => {
    as("clinician");
    await atDesk();
    expect(at(staff, "desk").account?.toPractice).toBeNull();
  });
});

describe("signing out", () => {
  it("empties the worker at once, and tells the server", async () => {
    await atDesk();
    const { seal } = hands;
    at(staff, "desk").account?.signOut(false);
    expect(seal.ended).toBe(true);
    expect(at(staff, "signIn").why.value).toBe("left");
    expect(hands.path).toBe("/sign-in");
    await settle();
    expect(hands.said("signOut")).toEqual({ everywhere: false });
    expect(hands.world.server.live).toBeUndefined();
    expect(hands.world.clock.waiting, "nothing goes on").toBe(0);
  });

  it.each([
    [false, "leftUntold"],
    [true, "leftUntoldEverywhere"],
  ] as const)("is as quick offline (everywhere: %s), and says what that means", async (everywhere, why) => {
    await atDesk();
    hands.refusing.set("signOut", null);
    at(staff, "desk").account?.signOut(everywhere);
    expect(hands.seal.ended).toBe(true);
    await until(() => at(staff, "signIn").why.value === why);
  });

  it("of a session that is over already needs no more words", async () => {
    await atDesk();
    hands.refusing.set("signOut", "notSignedIn");
    at(staff, "desk").account?.signOut(false);
    await settle();
    expect(at(staff, "signIn").why.value).toBe("left");
  });

  it("forgets the room, but not who was barred from it", async () => {
    hands.memoryOf("me").write({ barred: { visit: ["bob"] } });
    await atDesk();
    hands.memoryOf("me").write({ visit: "visit" });
    at(staff, "desk").account?.signOut(false);
    expect(hands.memoryOf("me").kept.visit).toBeUndefined();
    expect(hands.memoryOf("me").kept.session).toBeUndefined();
    expect(hands.memoryOf("me").kept.barred).toEqual({ visit: ["bob"] });
  });

  it("ends the words about it with the next attempt", async () => {
    await atDesk();
    at(staff, "desk").account?.signOut(false);
    hands.passkeyFails = "cancelled";
    at(staff, "signIn").signIn();
    await until(() => at(staff, "signIn").trouble.value === "cancelled");
    expect(at(staff, "signIn").why.value).toBeNull();
  });
});

describe("a session that is over", () => {
  it("leads from the desk to signing in, and from there back into the room", async () => {
    await atDesk();
    hands.memoryOf("me").write({ visit: "visit" });
    const { seal } = hands;
    hands.world.server.whisper({ type: "error", code: "notSignedIn", category: "client", about: 0, fatal: true });
    await settle();
    expect(at(staff, "signIn").why.value).toBe("ended");
    expect(seal.ended).toBe(true);
    at(staff, "signIn").signIn();
    await until(() => hands.world.server.heard.some(({ type }) => type === "enter"));
    expect(hands.world.server.last("enter").visit).toBe("visit");
  });

  it("is noticed on the practice page, and by a sign of life", async () => {
    as("administrator");
    await signIn();
    hands.refusing.set("staff", "notSignedIn");
    await hands.world.clock.advance(3_000);
    expect(at(staff, "signIn").why.value).toBe("ended");

    hands = new StaffWorld();
    await atDesk();
    hands.refusing.set("alive", "notSignedIn");
    await hands.world.clock.advance(MINUTE);
    hands.act();
    await until(() => staff.page.value.at === "signIn");
    expect(at(staff, "signIn").why.value).toBe("ended");
  });

  it("follows from a worker that is not there any more", async () => {
    await atDesk();
    const desk = at(staff, "desk");
    hands.world.server.say({ type: "moved" });
    await settle();
    expect(desk.problem.value?.kind).toBe("seatMoved");
    hands.seal.end();
    hands.seal.counters = () => Promise.reject(new Error("gone"));
    desk.retry();
    await until(() => staff.page.value.at === "signIn");
  });
});

describe("the desk of an account", () => {
  it("is opened again, with the same keys, where another browser had it", async () => {
    await atDesk();
    const desk = at(staff, "desk");
    hands.world.server.say({ type: "moved" });
    await settle();
    expect(hands.seal.ended).toBe(false);
    desk.retry();
    await until(() => desk.screen.value === "desk");
    expect(hands.count("signIn")).toBe(1);
  });

  it("does not open in a browser that cannot seal a call", async () => {
    hands.world.capability = "browserTooOld";
    await signIn();
    expect(at(staff, "desk").problem.value?.kind).toBe("browserTooOld");
  });
});

describe("logging off by itself", () => {
  it("tells the server of life once a minute at most, and only while there is some", async () => {
    await atDesk();
    const { clock } = hands.world;
    hands.act();
    await clock.advance(30_000);
    hands.act();
    expect(hands.count("alive"), "signing in was a sign of life").toBe(0);
    await clock.advance(30_000);
    expect(hands.count("alive"), "for the act half a minute ago").toBe(1);
    await clock.advance(5 * MINUTE);
    expect(hands.count("alive"), "nobody did anything").toBe(1);
    for (let second = 0; second < 120; second += 1) {
      hands.act();
      await clock.advance(1_000);
    }
    expect(hands.count("alive")).toBeLessThanOrEqual(4);
    expect(hands.count("alive")).toBeGreaterThanOrEqual(3);
  });

  it("comes after fifteen minutes in which nothing was done, and says so", async () => {
    await atDesk();
    const { seal } = hands;
    await hands.world.clock.advance(10 * MINUTE);
    hands.act();
    await hands.world.clock.advance(14 * MINUTE);
    expect(staff.page.value.at).toBe("desk");
    await hands.world.clock.advance(MINUTE + 10_000);
    expect(at(staff, "signIn").why.value).toBe("idle");
    expect(seal.ended).toBe(true);
    expect(hands.said("signOut")).toEqual({ everywhere: false });
  });

  it("comes for a device that slept, at the first act after it", async () => {
    await atDesk();
    const { clock } = hands.world;
    const began = clock.now();
    clock.now = () => began + 20 * MINUTE;
    hands.act();
    expect(at(staff, "signIn").why.value).toBe("idle");
  });

  it("does not come during a call", async () => {
    hands.world.server.onMessage = (message) => {
      if (message.type === "enter") {
        hands.world.server.say({
          type: "entered",
          visit: message.visit,
          seat: "doctor",
          generation: 1,
          capacity: 4,
          iceServers: [],
        });
      } else if (message.type === "offer") {
        hands.world.server.say({ type: "answer", sdp: "answer" });
      }
    };
    await atDesk();
    const desk = at(staff, "desk");
    desk.enter("visit");
    await until(() => desk.screen.value === "call");
    for (let minute = 0; minute < 40; minute += 1) await hands.world.clock.advance(MINUTE);
    expect(staff.page.value.at).toBe("desk");
    expect(desk.screen.value).toBe("call");
    expect(hands.count("alive")).toBeGreaterThan(30);
  });

  it("stays away while a colleague waits to be confirmed, who can do nothing yet", async () => {
    hands.info = { ...hands.info, certificate: null };
    await signIn();
    await hands.world.clock.advance(30 * MINUTE);
    expect(staff.page.value.at).toBe("unconfirmed");
  });
});
