// The page of a patient with an account: contact data, the clinician's word, what is held, taking it away, and the end.

import { beforeEach, describe, expect, it } from "vitest";
import { createStaff } from "../../src/call/staff.ts";
import type { PatientAccountView, StaffView } from "../../src/call/view.ts";
import { settle, until } from "./hands/clock.ts";
import { CERTIFICATE, NEW_CODE } from "./hands/seal.ts";
import { at, StaffWorld } from "./hands/staff.ts";

let hands: StaffWorld;
let staff: StaffView;

const view = (): PatientAccountView => at(staff, "patient");
const asked = (method: string) => hands.seal.asked.filter((one) => one.startsWith(method));
const ANN = { name: "Ann Bakker", email: "ann@mail.example", telephone: null };

beforeEach(() => {
  hands = new StaffWorld();
  hands.info = {
    ...hands.info,
    name: "",
    roles: ["patient"],
    certificate: null,
    patient: { contact: "sealed", clinician: CERTIFICATE, binding: { body: "word", signature: "signature" } },
  };
  hands.held = {
    madeAt: 5_000,
    visits: [
      { visit: "v", startsAt: 6_000, minutes: 20, state: "ended", clinician: "Dr\u202e Vermeer", consentVersion: 3 },
    ],
    entries: [{ at: 7_000, staff: "Dr Vermeer", role: "clinician", act: "bindPatient", outcome: "done", reason: null }],
  };
});

async function open(): Promise<void> {
  staff = createStaff(hands.ports, { kind: "signIn" });
  at(staff, "signIn").signIn();
  await until(() => staff.page.value.at === "patient" && view().contact.value !== null);
  await settle();
}

describe("signing in", () => {
  it("leads to the own page, and to no desk and no page of staff", async () => {
    await open();
    const { account } = view().own;
    expect([account.toDesk, account.toPractice, account.toAccount, account.openings]).toEqual([null, null, null, null]);
    expect(account.name, "which the server does not know").toBe("Ann Bakker");
    expect(view().contact.value).toEqual(ANN);
    expect(view().confirmed.value).toEqual({ state: "confirmed", by: "Dr Vermeer" });
    expect(view().own.passkeys.value).toHaveLength(2);
    expect(hands.path).toBe("/account");
    expect(hands.world.server.raw, "no connection to any visit").toEqual([]);
    for (const method of ["staff", "accesses"] as const) expect(hands.count(method)).toBe(0);
  });

  it("goes by the recovery sheet as well, on which the name stands", async () => {
    staff = createStaff(hands.ports, { kind: "account" });
    at(staff, "signIn").toCode();
    at(staff, "code").signIn("0A1B-2C3D-4E5F-6G7H-8J9K-MNPQ-RSTV-WXYZ");
    await until(() => staff.page.value.at === "recovery");
    at(staff, "recovery").make();
    await until(() => at(staff, "recovery").screen.value === "sheet");
    expect(at(staff, "recovery").sheet.value).toMatchObject({ name: "Ann Bakker" });
    expect(hands.passkeyName, "on the device, too").toBe("Ann Bakker");
    at(staff, "recovery").next();
    const groups = NEW_CODE.split("-");
    const [first, second] = at(staff, "recovery").asked.value;
    at(staff, "recovery").finish(groups[first - 1] ?? "", groups[second - 1] ?? "");
    await until(() => staff.page.value.at === "patient");
    expect(view().own.account.name).toBe("Ann Bakker");
  });

  it("ends by itself when nothing is done, and leaves no keys", async () => {
    await open();
    await hands.world.clock.advance(16 * 60_000);
    expect(at(staff, "signIn").why.value).toBe("idle");
    expect(hands.seal.ended).toBe(true);
    expect(hands.path).toBe("/sign-in");
  });

  it("shows staff their own page under the same address", async () => {
    hands = new StaffWorld();
    staff = createStaff(hands.ports, { kind: "account" });
    at(staff, "signIn").signIn();
    await until(() => staff.page.value.at === "account");
    expect(at(staff, "account").roles).toContain("clinician");
  });
});

describe("the clinician's word", () => {
  it("is waited for, and noticed", async () => {
    const { patient } = hands.info;
    hands.info = { ...hands.info, patient: patient && { ...patient, binding: null } };
    await open();
    expect(view().confirmed.value).toEqual({ state: "waiting" });
    hands.info = { ...hands.info, patient };
    await hands.world.clock.advance(30_000);
    expect(view().confirmed.value).toEqual({ state: "confirmed", by: "Dr Vermeer" });
    expect(asked("openOwnContact"), "once for the name, once for the page").toHaveLength(2);
  });

  it("is not taken where it does not hold", async () => {
    hands.seal.failing.set("checkBinding", "badCertificate");
    await open();
    expect(view().confirmed.value).toEqual({ state: "wrong" });
  });
});

describe("contact data", () => {
  it("is sealed anew for both who read it, and nothing else is told", async () => {
    await open();
    view().change();
    view().changeContact({ name: " Ann  B. ", email: "", telephone: " 020 123 " });
    await until(() => view().done.value === "contact");
    expect(hands.said("changeContact")).toEqual({
      contact: { own: "own of Ann B.", clinician: "clinician's of Ann B." },
    });
    expect(asked("sealContact")).toEqual(["sealContact Ann B. certified"]);
    await settle();
    expect(view().contact.value).toEqual({ name: "Ann B.", email: null, telephone: "020 123" });
    expect(view().changing.value).toBe(false);
    expect(hands.count("held"), "what is held is looked at again").toBe(2);
  });

  it("is looked over first", async () => {
    await open();
    view().change();
    view().changeContact({ name: "Ann", email: "ann", telephone: null });
    expect(view().wrong.value).toBe("email");
    view().changeContact({ name: " ", email: null, telephone: null });
    expect(view().wrong.value).toBe("name");
    view().keep();
    expect(view().wrong.value).toBeNull();
    expect(view().changing.value).toBe(false);
    expect(hands.count("changeContact")).toBe(0);
  });

  it.each([
    [null, "offline"],
    ["tooLarge", "contact"],
    ["malformed", "contact"],
    ["tooMany", "tooMany"],
    ["internal", "internal"],
  ] as const)("that the server does not take (%s) stays in the form", async (code, trouble) => {
    await open();
    view().change();
    hands.refusing.set("changeContact", code);
    view().changeContact(ANN);
    await until(() => view().contactTrouble.value !== null);
    expect(view().contactTrouble.value).toBe(trouble);
    expect(view().changing.value).toBe(true);
    expect(view().busy.value).toBeNull();
  });

  it("is not sealed for a clinician whose certificate does not hold", async () => {
    await open();
    view().change();
    hands.seal.failing.set("sealContact", "badCertificate");
    view().changeContact(ANN);
    await until(() => view().contactTrouble.value !== null);
    expect(view().contactTrouble.value).toBe("clinician");
    expect(hands.count("changeContact")).toBe(0);
  });

  it("that does not open can be filled in anew", async () => {
    await open();
    hands.seal.failing.set("openOwnContact", "badSealed");
    const { patient } = hands.info;
    hands.info = { ...hands.info, patient: patient && { ...patient, contact: "broken" } };
    await hands.world.clock.advance(30_000);
    expect(view().contact.value).toBe("closed");
    view().change();
    view().changeContact(ANN);
    await until(() => view().contact.value !== "closed");
    expect(view().contact.value).toEqual(ANN);
  });
});

describe("what is held", () => {
  it("is shown, cleaned of what would disturb a page", async () => {
    await open();
    expect(view().held.value).toEqual({
      madeAt: new Date(5_000),
      visits: [
        {
          visit: "v",
          startsAt: new Date(6_000),
          minutes: 20,
          state: "ended",
          clinician: "Dr Vermeer",
          consentVersion: 3,
        },
      ],
      entries: [{ ...hands.held.entries[0], at: new Date(7_000) }],
    });
  });

  it("is asked for again after it did not arrive", async () => {
    hands.refusing.set("held", null);
    await open();
    expect(view().heldTrouble.value).toBe("offline");
    hands.refusing.clear();
    view().look();
    await settle();
    expect(view().heldTrouble.value).toBeNull();
    expect(view().held.value).not.toBeNull();
  });

  it("is downloaded as data, with the contact data that the server cannot read", async () => {
    await open();
    view().downloadJson();
    await until(() => view().done.value === "download");
    const [file] = hands.world.saved;
    expect(file?.name).toBe("curtain-2026-11-21.json");
    expect(JSON.parse(file?.text ?? "")).toEqual({
      format: "curtain-held/v1",
      contact: ANN,
      account: JSON.parse(JSON.stringify(hands.info)),
      ...hands.held,
    });
  });

  it("is downloaded as a page that the screen writes", async () => {
    await open();
    view().downloadPage(({ contact, visits, passkeys, practiceName }) =>
      [contact?.name, visits.length, passkeys.length, practiceName].join(", "),
    );
    await until(() => view().done.value === "download");
    expect(hands.world.saved).toEqual([
      { name: "curtain-2026-11-21.html", text: "Ann Bakker, 1, 2, Practice at the Canal" },
    ]);
  });

  it("says why nothing was downloaded", async () => {
    await open();
    hands.refusing.set("held", null);
    view().downloadJson();
    await until(() => view().downloadTrouble.value !== null);
    expect(view().downloadTrouble.value).toBe("offline");
    expect(hands.world.saved).toEqual([]);
  });
});

describe("the end", () => {
  it("wants a fresh proof, and then everything is gone", async () => {
    await open();
    expect(hands.seen.size).toBe(1);
    hands.unproved.add("erase");
    view().erase();
    await until(() => staff.proof.value !== null);
    expect(view().busy.value).toBe("deleting");
    staff.proof.value?.usePasskey();
    await until(() => staff.page.value.at === "signIn");
    expect(at(staff, "signIn").why.value).toBe("deleted");
    expect(hands.count("erase")).toBe(2);
    expect(hands.seal.ended).toBe(true);
    expect(hands.seen.size).toBe(0);
    expect(hands.count("signOut"), "there is no session to end").toBe(0);
  });

  it("does not come without the proof", async () => {
    await open();
    hands.unproved.add("erase");
    view().erase();
    await until(() => staff.proof.value !== null);
    staff.proof.value?.cancel();
    await settle();
    expect(view().busy.value).toBeNull();
    expect(view().deleteTrouble.value).toBeNull();
  });

  it("says so when the server was not reached", async () => {
    await open();
    hands.refusing.set("erase", null);
    view().erase();
    await until(() => view().deleteTrouble.value !== null);
    expect(view().deleteTrouble.value).toBe("offline");
  });

  it("is noticed where it was done elsewhere", async () => {
    await open();
    hands.refusing.set("account", "notSignedIn");
    await hands.world.clock.advance(30_000);
    expect(at(staff, "signIn").why.value).toBe("ended");
  });
});
