// A patient makes an account beside their invitation: the offer, the way, each way in which it can fail, and that nothing of it stays.

import { beforeEach, describe, expect, it } from "vitest";
import { createGuest } from "../../src/call/guest.ts";
import type { GuestView, PatientEnrolmentView } from "../../src/call/view.ts";
import type { Enrolment, ErrorCode } from "../../src/wire/messages.ts";
import { settle, until } from "./hands/clock.ts";
import { CERTIFICATE, CLAIMED, HandSeal, RECOVERY_CODE, SEALED_CONTACT } from "./hands/seal.ts";
import { PRACTICE, StaffWorld } from "./hands/staff.ts";
import { FRAGMENT, TOKEN } from "./hands/world.ts";

let hands: StaffWorld;
let guest: GuestView;
/** Workers of the account; the guest has its own. */
let seals: HandSeal[];

const groups = RECOVERY_CODE.split("-");

function view(): PatientEnrolmentView {
  const making = guest.account.making.value;
  if (!making) throw new Error("no account is being made");
  return making;
}

beforeEach(() => {
  hands = new StaffWorld();
  hands.world.memory.kept = { fragment: FRAGMENT };
  hands.enrolment = {
    type: "patient",
    practice: PRACTICE,
    account: "anns",
    host: CERTIFICATE,
    visit: "visit",
    seat: "ann",
  };
  seals = [];
});

async function open(): Promise<void> {
  const { ports } = hands;
  const accountPorts = async () => ({
    ...ports,
    startSeal: async () => {
      const seal = new HandSeal();
      seals.push(seal);
      return seal;
    },
  });
  guest = createGuest({ ports: hands.world.ports, token: TOKEN, accountPorts });
  await until(() => guest.screen.value === "invitation");
  await settle();
}

async function start(): Promise<void> {
  await open();
  guest.account.start();
  await until(() => guest.account.making.value !== null && view().screen.value !== "loading");
}

async function toPasskey(): Promise<void> {
  await start();
  view().next();
  view().setName(" Ann \u202eBakker ");
  view().setEmail(" ann@mail.example ");
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

describe("the offer", () => {
  it("is there for who may have an account, and for nobody else", async () => {
    await open();
    expect(guest.account.offered.value).toBe(true);
    hands.world.invitation = { ...hands.world.invitation, mayHaveAccount: false };
    await open();
    expect(guest.account.offered.value).toBe(false);
    guest.account.start();
    await settle();
    expect(guest.account.making.value).toBeNull();
    expect(hands.count("enrolment")).toBe(0);
  });

  it("says so when its program does not arrive, and can be taken again", async () => {
    let arrives = false;
    const accountPorts = async () => {
      if (!arrives) throw new TypeError("Failed to fetch");
      return hands.ports;
    };
    guest = createGuest({ ports: hands.world.ports, token: TOKEN, accountPorts });
    await until(() => guest.screen.value === "invitation");
    guest.account.start();
    await until(() => guest.account.fetching.value === "failed");
    arrives = true;
    guest.account.start();
    await until(() => guest.account.making.value !== null);
    expect(guest.account.fetching.value).toBe("no");
  });

  it("ends with the invitation", async () => {
    await start();
    hands.world.seal.ended = true;
    guest.leave();
    expect(guest.account.making.value).toBeNull();
    expect(guest.account.offered.value).toBe(false);
    expect(seals.every(({ ended }) => ended)).toBe(true);
  });
});

describe("the way", () => {
  it("says what it is for, asks for contact data of which only the name is needed, and leads back", async () => {
    await start();
    expect(view().screen.value).toBe("purpose");
    expect(view().progress.value).toEqual([0, 5]);
    expect(view().hostName).toBe("Dr Verified");
    expect(
      seals.map(({ ended }) => ended),
      "the worker that looked at the link",
    ).toEqual([true]);
    view().next();
    expect(view().screen.value).toBe("contact");
    view().next();
    expect(view().wrong.value).toBe("name");
    view().setName("Ann");
    expect(view().wrong.value).toBeNull();
    view().setEmail("ann");
    view().next();
    expect(view().wrong.value).toBe("email");
    view().setEmail("");
    view().setTelephone("at home");
    view().next();
    expect(view().wrong.value).toBe("telephone");
    view().setTelephone("+31 (0)6-1234.5678");
    view().next();
    expect(view().screen.value).toBe("passkey");
    view().back();
    view().back();
    expect(view().screen.value).toBe("purpose");
    view().back();
    expect(guest.account.making.value, "back to the invitation").toBeNull();
    expect(guest.screen.value).toBe("invitation");
    expect(guest.account.offered.value).toBe(true);
  });

  it("begins with the name that was typed on the way to the visit", async () => {
    await open();
    guest.next();
    guest.setName("Ann");
    guest.back();
    guest.account.start();
    await until(() => guest.account.making.value !== null);
    expect(view().name.value).toBe("Ann");
  });

  it("makes the passkey under the own name, which the server is not told, the keys, the sheet and the account", async () => {
    await toKept();
    expect(hands.said("enrolmentPasskey")).toEqual({ token: TOKEN, name: "" });
    expect(hands.passkeyName).toBe("Ann Bakker");
    expect(view().sheet.value).toMatchObject({ practiceName: "Practice at the Canal", name: "Ann Bakker", groups });
    expect(hands.count("finishEnrolment"), "before the sheet was kept").toBe(0);
    finish();
    await until(() => view().screen.value === "done");
    expect(hands.said("finishEnrolment")).toEqual({
      token: TOKEN,
      who: { type: "patient", account: "anns", keys: CLAIMED, contact: SEALED_CONTACT },
      vault: { vault: "vault", keys: [] },
      passkey: { name: "Mac", credential: { id: "created 1" } },
      password: null,
      recoveryKey: "key",
    } satisfies Enrolment);
    expect(seals.at(-1)?.asked).toEqual([
      `openPatient ${TOKEN}`,
      "checkPatient anns",
      "makeAccount anns",
      "enrolPatient Ann Bakker",
    ]);
    expect(view().signInAt).toBe("practice.example/sign-in");
  });

  it("leaves nothing in the browser, and leads back to the invitation, which goes on", async () => {
    await toKept();
    finish();
    await until(() => view().screen.value === "done");
    expect(seals.every(({ ended }) => ended)).toBe(true);
    expect(view().sheet.value).toBeNull();
    expect(hands.seen.size).toBe(0);
    expect(hands.path, "no other page").toBe("");
    expect(hands.world.memory.kept).toEqual({ fragment: FRAGMENT });
    view().leave();
    expect(guest.account.making.value).toBeNull();
    expect(guest.account.offered.value).toBe(false);
    expect(guest.screen.value).toBe("invitation");
    guest.next();
    expect(guest.screen.value).toBe("name");
    expect(guest.name.value, "need not be typed again").toBe("Ann Bakker");
  });

  it("takes a password in place of the passkey", async () => {
    hands.supported = false;
    await toPasskey();
    expect(view().hasPasskeys).toBe(false);
    view().usePassword();
    const making = view().password.value;
    making?.setUserName("ann");
    await settle();
    making?.choose("glasraam tuinhek vogel");
    await until(() => view().screen.value === "sheet");
    view().next();
    finish();
    await until(() => view().screen.value === "done");
    expect(hands.said("finishEnrolment")).toMatchObject({
      who: { type: "patient", account: "anns" },
      passkey: null,
      password: { userName: "ann", record: "record" },
    });
  });

  it("asks for another name where the user name is taken, with all else as it was", async () => {
    await toPasskey();
    view().usePassword();
    const making = view().password.value;
    making?.setUserName("ann");
    await settle();
    making?.choose("glasraam tuinhek vogel");
    await until(() => view().screen.value === "sheet");
    view().next();
    hands.refusing.set("finishEnrolment", "userNameTaken");
    finish();
    await until(() => view().screen.value === "password");
    hands.refusing.clear();
    making?.setUserName("ann.b");
    making?.rename();
    await until(() => view().screen.value === "done");
    expect(seals.at(-1)?.asked.filter((asked) => asked.startsWith("enrolPatient"))).toHaveLength(1);
  });
});

describe("what goes wrong", () => {
  it("is a server that cannot be reached: it is asked again by itself", async () => {
    hands.refusing.set("enrolment", null);
    await start();
    expect(view().problem.value?.kind).toBe("offline");
    hands.refusing.clear();
    await hands.world.clock.advance(3_000);
    await until(() => view().screen.value === "purpose");
  });

  it("is an account that somebody made with this link, and the invitation is as it was", async () => {
    hands.refusing.set("enrolment", "conflict");
    await start();
    expect(view().problem.value).toEqual({ kind: "accountMade", canRetry: false });
    view().leave();
    expect(guest.screen.value).toBe("invitation");
  });

  it("is a visit that is over, for which the server has the same word", async () => {
    await toKept();
    hands.refusing.set("finishEnrolment", "conflict");
    hands.world.invitation = { ...hands.world.invitation, visitState: "ended", mayHaveAccount: false };
    finish();
    await until(() => view().problem.value !== null);
    expect(view().problem.value?.kind).toBe("visitEnded");
  });

  it.each([
    ["unknownLink", "linkUnknown"],
    ["expiredLink", "linkExpired"],
  ] as [ErrorCode, string][])("is a link that leads nowhere any more: %s", async (code, kind) => {
    hands.refusing.set("enrolment", code);
    await start();
    expect(view().problem.value?.kind).toBe(kind);
  });

  it("is another practice, or a clinician without proof: nothing is made", async () => {
    if (hands.enrolment.type !== "patient") throw new Error("no patient's link");
    const { enrolment } = hands;
    hands.enrolment = { ...enrolment, practice: { ...PRACTICE, rootKey: "AAAA" } };
    await start();
    expect(view().problem.value?.kind).toBe("practiceMismatch");
    view().leave();
    hands.enrolment = enrolment;
    const failing = hands.ports;
    const accountPorts = async () => ({
      ...failing,
      startSeal: async () => {
        const seal = new HandSeal();
        seal.failing.set("checkPatient", "badCertificate");
        seals.push(seal);
        return seal;
      },
    });
    guest = createGuest({ ports: hands.world.ports, token: TOKEN, accountPorts });
    await until(() => guest.screen.value === "invitation");
    guest.account.start();
    await until(() => guest.account.making.value?.problem.value != null);
    expect(view().problem.value?.kind).toBe("sealFailed");
    expect(seals.every(({ ended }) => ended)).toBe(true);
    expect(hands.count("enrolmentPasskey")).toBe(0);
  });

  it("is a link of staff, which makes no patient's account", async () => {
    hands.enrolment = { type: "firstStart", account: "me" };
    await start();
    expect(view().problem.value?.kind).toBe("linkUnknown");
  });

  it("is a device that says no: the same page, with a word", async () => {
    await toPasskey();
    hands.passkeyFails = "cancelled";
    view().makePasskey();
    await until(() => view().busy.value === null);
    expect(view().trouble.value).toBe("cancelled");
    expect(view().screen.value).toBe("passkey");
  });

  it("is a server that is away at the end: what was made is told again", async () => {
    await toKept();
    hands.refusing.set("finishEnrolment", null);
    finish();
    await until(() => view().trouble.value !== null);
    expect(view().trouble.value).toBe("offline");
    hands.refusing.clear();
    finish();
    await until(() => view().screen.value === "done");
    expect(seals.at(-1)?.asked.filter((asked) => asked.startsWith("enrolPatient"))).toHaveLength(1);
  });

  it("is too much time: the passkey is made once more, with another sheet", async () => {
    await toKept();
    hands.refusing.set("finishEnrolment", "badCredential");
    finish();
    await until(() => view().screen.value === "passkey");
    expect(view().trouble.value).toBe("tooLate");
    expect(view().sheet.value).toBeNull();
  });
});
