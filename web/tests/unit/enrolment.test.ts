// Enrolling: a founder's way, a colleague's way, and each way in which it can fail.

import { beforeEach, describe, expect, it } from "vitest";
import { readGroup } from "../../src/call/sheet.ts";
import { createStaff } from "../../src/call/staff.ts";
import type { EnrolmentView, StaffView } from "../../src/call/view.ts";
import type { SealErrorName } from "../../src/seal/port.ts";
import type { Enrolment, ErrorCode } from "../../src/wire/messages.ts";
import { settle, until } from "./hands/clock.ts";
import { CERTIFICATE, CLAIMED, RECOVERY_CODE } from "./hands/seal.ts";
import { at, PRACTICE, StaffWorld } from "./hands/staff.ts";
import { FRAGMENT, TOKEN } from "./hands/world.ts";

let hands: StaffWorld;
let staff: StaffView;

const view = (): EnrolmentView => at(staff, "enrolment");
const groups = RECOVERY_CODE.split("-");

beforeEach(() => {
  hands = new StaffWorld();
});

async function open(token = TOKEN): Promise<void> {
  staff = createStaff(hands.ports, { kind: "enrolment", token });
  await until(() => view().screen.value !== "loading");
}

function asColleague(): void {
  hands.enrolment = {
    type: "colleague",
    practice: PRACTICE,
    account: "tom",
    name: "Tom",
    roles: ["clinician"],
    inviter: CERTIFICATE,
  };
  hands.info = { ...hands.info, account: "tom", name: "Tom", roles: ["clinician"], certificate: null };
  hands.world.memory.kept = { fragment: FRAGMENT };
}

async function toPasskey(): Promise<void> {
  await open();
  view().setPracticeName(" Practice at the Canal ");
  view().setTelephone("020 123 4567");
  view().next();
  view().setName("Dr Vermeer");
  view().next();
}

async function toKept(): Promise<void> {
  await toPasskey();
  view().makePasskey();
  await until(() => view().screen.value === "sheet");
  view().next();
}

/** Types the two groups that are asked for. */
function finish(): void {
  const [first, second] = view().asked.value;
  view().finish(groups[first - 1] ?? "", groups[second - 1] ?? "");
}

describe("the first start", () => {
  it("asks one question after the other, and remembers each answer for a reload", async () => {
    await open();
    expect(view().screen.value).toBe("practice");
    expect(view().progress.value).toEqual([0, 5]);
    view().next();
    expect(view().screen.value, "without a name of the practice").toBe("practice");
    view().setPracticeName("Practice at the Canal");
    view().next();
    expect(view().screen.value).toBe("you");
    view().next();
    expect(view().screen.value, "without a name").toBe("you");
    view().setName("Dr Vermeer");
    view().setHoldsVisits(false);
    await open();
    expect(view().practiceName.value).toBe("Practice at the Canal");
    expect(view().name.value).toBe("Dr Vermeer");
    expect(view().holdsVisits.value).toBe(false);
    view().next();
    view().next();
    expect(view().screen.value).toBe("passkey");
    view().back();
    expect(view().screen.value).toBe("you");
  });

  it("makes the passkey, the keys and the sheet, and then the practice", async () => {
    await toPasskey();
    view().makePasskey();
    expect(view().busy.value).toBe("passkey");
    await until(() => view().screen.value === "sheet");
    expect(hands.said("enrolmentPasskey")).toEqual({ token: TOKEN, name: "Dr Vermeer" });
    expect(view().sheet.value).toMatchObject({ practiceName: "Practice at the Canal", name: "Dr Vermeer", groups });
    expect(hands.count("finishEnrolment"), "before the sheet was kept").toBe(0);
    view().back();
    expect(view().screen.value, "keys are made once").toBe("sheet");
    view().next();
    finish();
    await until(() => staff.page.value.at === "desk");
    expect(hands.said("finishEnrolment")).toEqual({
      token: TOKEN,
      who: {
        type: "founder",
        practice: {
          name: "Practice at the Canal",
          telephone: "020 123 4567",
          rootKey: "root",
          consent: expect.objectContaining({ version: 1 }),
        },
        name: "Dr Vermeer",
        roles: ["administrator", "clinician"],
        certificate: CERTIFICATE,
      },
      vault: { vault: "vault", keys: [] },
      passkey: { name: "Mac", credential: { id: "created 1" } },
      password: null,
      recoveryKey: "key",
    } satisfies Enrolment);
    expect(hands.world.memory.kept.name, "cleared after").toBeUndefined();
    expect(hands.path).toBe("/sign-in");
    expect(hands.seal.ended).toBe(false);
    expect(JSON.stringify(hands.heard)).not.toContain(groups[0]);
  });

  it("leads someone who holds no visits to the practice page", async () => {
    hands.info = { ...hands.info, roles: ["administrator"] };
    await open();
    view().setPracticeName("Practice at the Canal");
    view().next();
    view().setName("Kim");
    view().setHoldsVisits(false);
    view().next();
    view().makePasskey();
    await until(() => view().screen.value === "sheet");
    view().next();
    finish();
    await until(() => staff.page.value.at === "practice");
    expect(hands.said("finishEnrolment")).toMatchObject({
      who: { roles: ["administrator"], practice: { telephone: null } },
    });
  });

  it("asks for two different groups, and goes on only with both", async () => {
    await toKept();
    const [first, second] = view().asked.value;
    expect(first).toBeLessThan(second);
    expect(second).toBeLessThanOrEqual(8);
    view().finish(groups[first - 1] ?? "", "0000");
    expect(view().mistyped.value).toBe(true);
    expect(hands.count("finishEnrolment")).toBe(0);
    view().back();
    expect(view().screen.value).toBe("sheet");
    view().next();
    expect(view().mistyped.value).toBe(false);
    finish();
    await until(() => staff.page.value.at === "desk");
  });

  it.each([
    ["6g7h", "6G7H"],
    [" 6G-7h ", "6G7H"],
    ["oA1b", "0A1B"],
    ["0ailb", "0A11B"],
  ])("reads %j as %s", (typed, read) => {
    expect(readGroup(typed)).toBe(read);
  });
});

describe("a passkey that is not made", () => {
  it.each(["cancelled", "unsupported", "noPrf", "failed"] as const)(
    "%s: is said, and can be tried again",
    async (reason) => {
      await toPasskey();
      hands.passkeyFails = reason;
      view().makePasskey();
      await until(() => view().trouble.value === reason);
      expect(view().screen.value).toBe("passkey");
      expect(view().busy.value).toBeNull();
      expect(hands.seal.ended, "no worker is left behind").toBe(true);
      hands.passkeyFails = null;
      view().makePasskey();
      await until(() => view().screen.value === "sheet");
      expect(view().trouble.value).toBeNull();
    },
  );

  it("is not asked for where the browser has none", async () => {
    await toPasskey();
    hands.supported = false;
    view().makePasskey();
    await until(() => view().trouble.value === "unsupported");
    expect(hands.count("enrolmentPasskey")).toBe(0);
  });

  it.each([
    [null, "offline"],
    ["tooMany", "tooMany"],
    ["internal", "internal"],
  ] as const)("because the server says %s: %s", async (code, trouble) => {
    await toPasskey();
    hands.refusing.set("enrolmentPasskey", code);
    view().makePasskey();
    await until(() => view().trouble.value === trouble);
    expect(view().name.value).toBe("Dr Vermeer");
  });

  it("because the link was used up meanwhile", async () => {
    await toPasskey();
    hands.refusing.set("enrolmentPasskey", "expiredLink");
    view().makePasskey();
    await until(() => view().screen.value === "problem");
    expect(view().problem.value?.kind).toBe("enrolUsed");
  });

  it("because the keys cannot be made", async () => {
    await toPasskey();
    hands.seal.failing.set("makeAccount", "internal");
    view().makePasskey();
    await until(() => view().trouble.value === "internal");
    expect(view().screen.value).toBe("passkey");
  });
});

describe("an end that does not succeed", () => {
  it("for want of a connection is told again, with the same passkey and keys", async () => {
    await toKept();
    hands.refusing.set("finishEnrolment", null);
    finish();
    await until(() => view().trouble.value === "offline");
    const first = hands.said("finishEnrolment");
    hands.refusing.clear();
    finish();
    await until(() => staff.page.value.at === "desk");
    expect(hands.said("finishEnrolment")).toEqual(first);
    expect(hands.passkeysMade).toBe(1);
    expect(hands.seal.asked.filter((asked) => asked.startsWith("found"))).toHaveLength(1);
  });

  it("because the passkey came too late has it made once more, with another sheet", async () => {
    await toKept();
    hands.refusing.set("finishEnrolment", "badCredential");
    finish();
    await until(() => view().trouble.value === "tooLate");
    expect(view().screen.value).toBe("passkey");
    expect(view().sheet.value).toBeNull();
    hands.refusing.clear();
    view().makePasskey();
    await until(() => view().screen.value === "sheet");
    view().next();
    finish();
    await until(() => staff.page.value.at === "desk");
    expect(hands.said("finishEnrolment")).toMatchObject({ passkey: { credential: { id: "created 2" } } });
  });

  it("because the link is used up says so, and leads to signing in", async () => {
    await toKept();
    hands.refusing.set("finishEnrolment", "expiredLink");
    finish();
    await until(() => view().problem.value?.kind === "enrolUsed");
    view().toSignIn();
    expect(staff.page.value.at).toBe("signIn");
    expect(hands.seal.ended).toBe(true);
  });
});

describe("a colleague's link", () => {
  it("shows who invites whom, once the worker has found it true, and leads to the wait", async () => {
    asColleague();
    await open();
    expect(view().screen.value).toBe("welcome");
    expect(view().welcome.value).toEqual({
      practiceName: "Practice at the Canal",
      inviterName: "Dr Founder",
      name: "Tom",
      roles: ["clinician"],
    });
    view().next();
    view().makePasskey();
    await until(() => view().screen.value === "sheet");
    view().next();
    finish();
    await until(() => staff.page.value.at === "unconfirmed");
    expect(hands.said("finishEnrolment")).toMatchObject({
      who: { type: "colleague", keys: CLAIMED },
      recoveryKey: "key",
    });
    expect(hands.world.memory.kept.fragment, "cleared after").toBe("");
  });

  it("that is cut off stops before anything is sent", async () => {
    asColleague();
    hands.world.memory.kept = { fragment: FRAGMENT.slice(0, -3) };
    await open();
    expect(view().problem.value?.kind).toBe("enrolDamaged");
    await open("short");
    expect(view().problem.value?.kind).toBe("enrolDamaged");
    expect(hands.count("enrolment")).toBe(1);
  });

  it("of another practice stops", async () => {
    asColleague();
    if (hands.enrolment.type === "colleague") {
      hands.enrolment = { ...hands.enrolment, practice: { ...PRACTICE, rootKey: "AAAA" } };
    }
    await open();
    expect(view().problem.value?.kind).toBe("practiceMismatch");
    expect(hands.seal.asked).toEqual([]);
  });

  it.each([
    ["badCertificate", "enrolUnproved"],
    ["notAllowed", "enrolUnproved"],
    ["practiceMismatch", "practiceMismatch"],
    ["linkDamaged", "enrolDamaged"],
    ["internal", "internal"],
  ] as const satisfies readonly (readonly [SealErrorName, string])[])(
    "that the worker finds %s stops: %s",
    async (reason, kind) => {
      asColleague();
      hands.seal.failing.set("checkEnrolment", reason);
      await open();
      expect(view().problem.value?.kind).toBe(kind);
      expect(hands.seal.ended).toBe(true);
    },
  );

  it.each([
    ["unknownLink", "enrolUnknown"],
    ["expiredLink", "enrolUsed"],
    ["internal", "internal"],
  ] as const satisfies readonly (readonly [ErrorCode, string])[])(
    "that the server calls %s stops: %s",
    async (code, kind) => {
      hands.refusing.set("enrolment", code);
      await open();
      expect(view().problem.value?.kind).toBe(kind);
    },
  );

  it("is asked about again while the server cannot be reached", async () => {
    hands.refusing.set("enrolment", null);
    await open();
    expect(view().problem.value?.kind).toBe("offline");
    hands.refusing.clear();
    await hands.world.clock.advance(3_000);
    await until(() => view().screen.value === "practice");
    expect(view().problem.value).toBeNull();
  });

  it("can be tried again after a failure of ours", async () => {
    hands.refusing.set("enrolment", "internal");
    await open();
    hands.refusing.clear();
    view().retry();
    await until(() => view().screen.value === "practice");
  });
});

describe("the wait of a colleague", () => {
  async function wait(): Promise<void> {
    asColleague();
    await open();
    view().next();
    view().makePasskey();
    await until(() => view().screen.value === "sheet");
    view().next();
    finish();
    await until(() => staff.page.value.at === "unconfirmed");
  }

  it("ends by itself, with the same worker, once an administrator has confirmed", async () => {
    await wait();
    await hands.world.clock.advance(9_000);
    expect(staff.page.value.at).toBe("unconfirmed");
    hands.info = { ...hands.info, certificate: CERTIFICATE };
    await hands.world.clock.advance(3_000);
    await until(() => staff.page.value.at === "desk");
    expect(hands.seal.asked).toContain("takeCertificate certified");
    expect(hands.seal.ended).toBe(false);
  });

  it("says that the server cannot be reached, and goes on", async () => {
    await wait();
    hands.refusing.set("account", null);
    await hands.world.clock.advance(3_000);
    expect(at(staff, "unconfirmed").reconnecting.value).toBe(true);
    hands.refusing.clear();
    await hands.world.clock.advance(3_000);
    expect(at(staff, "unconfirmed").reconnecting.value).toBe(false);
  });

  it("leads to signing in when the session is over, or the certificate is not theirs", async () => {
    await wait();
    hands.refusing.set("account", "notSignedIn");
    await hands.world.clock.advance(3_000);
    expect(at(staff, "signIn").why.value).toBe("ended");
    expect(hands.seal.ended).toBe(true);

    hands = new StaffWorld();
    await wait();
    hands.info = { ...hands.info, certificate: CERTIFICATE };
    hands.seal.failing.set("takeCertificate", "badCertificate");
    await hands.world.clock.advance(3_000);
    await settle();
    expect(at(staff, "signIn").why.value).toBe("ended");
    expect(hands.seal.ended).toBe(true);
  });
});
