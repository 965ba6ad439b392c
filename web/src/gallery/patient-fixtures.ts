// View models of patients' accounts that stand still, with made-up people.

import { signal } from "@preact/signals";
import type {
  AccountView,
  ContactView,
  DeskPatientView,
  DeskVisitView,
  HeldCopy,
  HeldEntryView,
  HeldView,
  PatientAccountView,
  PatientEnrolmentScreen,
  PatientEnrolmentView,
} from "../call/view";
import { type AccountOptions, account } from "./account-fixtures";
import { type Heard, knocking, NOW, visit } from "./fixtures";
import { controls, type Shown, sheet } from "./staff-fixtures";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ago = (ms: number) => new Date(NOW.getTime() - ms);

const STEPS: readonly PatientEnrolmentScreen[] = ["purpose", "contact", "passkey", "sheet", "kept"];

export const elisabeth: ContactView = {
  name: "Elisabeth Jansen",
  email: "elisabeth.jansen@mail.example",
  telephone: "+31 6 5550 1234",
};

/** A patient on the way to an account. */
export function patientEnrolment(
  screen: PatientEnrolmentScreen,
  shown: Shown<PatientEnrolmentView> & { readonly hasPasskeys?: boolean },
  heard: Heard,
): PatientEnrolmentView {
  const name = signal(shown.name ?? elisabeth.name);
  const email = signal(shown.email ?? "");
  const telephone = signal(shown.telephone ?? "");
  return {
    screen: signal(screen),
    practice: signal(sheet.practiceName),
    progress: signal([Math.max(0, STEPS.indexOf(screen === "password" ? "passkey" : screen)), STEPS.length] as const),
    hostName: "Dr. Amara Okafor",
    name,
    email,
    telephone,
    wrong: signal(shown.wrong ?? null),
    busy: signal(shown.busy ?? null),
    trouble: signal(shown.trouble ?? null),
    problem: signal(shown.problem ?? null),
    sheet: signal({ ...sheet, name: elisabeth.name }),
    asked: signal([2, 7] as const),
    mistyped: signal(shown.mistyped ?? false),
    hasPasskeys: shown.hasPasskeys ?? true,
    password: signal(shown.password ?? null),
    signInAt: "visit.willowstreet.example/sign-in",
    setName: (text) => {
      name.value = text;
    },
    setEmail: (text) => {
      email.value = text;
    },
    setTelephone: (text) => {
      telephone.value = text;
    },
    next: () => heard("next"),
    back: () => heard("back"),
    makePasskey: () => heard("makePasskey"),
    usePassword: () => heard("usePassword"),
    finish: (first, second) => heard("finish", first, second),
    retry: () => heard("retry"),
    leave: () => heard("leave"),
  };
}

const entry = (minutes: number, act: string, more: Partial<HeldEntryView> = {}): HeldEntryView => ({
  at: ago(minutes * MINUTE),
  staff: null,
  role: "patient",
  act,
  outcome: "done",
  reason: null,
  ...more,
});

export const held: HeldView = {
  madeAt: ago(3 * DAY),
  visits: [
    {
      visit: "v2",
      startsAt: ago(-DAY),
      minutes: 20,
      state: "scheduled",
      clinician: "Dr. Amara Okafor",
      consentVersion: null,
    },
    {
      visit: "v1",
      startsAt: ago(3 * DAY),
      minutes: 20,
      state: "erased",
      clinician: "Dr. Amara Okafor",
      consentVersion: 3,
    },
  ],
  entries: [
    entry(1, "readHeld"),
    entry(2, "signIn"),
    entry(30, "signIn", { outcome: "denied" }),
    entry(600, "openMarked", { staff: "Tomás Oliveira", role: "clinician", reason: "emergency" }),
    entry(1_500, "bindPatient", { staff: "Dr. Amara Okafor", role: "clinician" }),
    entry(4_000, "erase", { role: "server" }),
    entry(4_300, "end", { staff: "Dr. Amara Okafor", role: "clinician" }),
    entry(4_310, "admit", { staff: "Dr. Amara Okafor", role: "clinician" }),
    entry(4_320, "enrol"),
    entry(4_321, "somethingNew", { role: "somebodyNew", outcome: "failed" }),
  ],
};

/** As it is written into a file, with names that would be markup if they were let. */
export const copy: HeldCopy = {
  ...held,
  practiceName: "Willow & Street <Practice>",
  at: NOW,
  contact: { ...elisabeth, name: '<script>alert("x")</script>' },
  passkeys: [{ name: "My <b>phone</b>", madeAt: ago(DAY), usedAt: null }],
  userName: "o'jansen",
  sessions: [{ client: "Safari on Mac", beganAt: ago(MINUTE), seenAt: NOW }],
};

export interface PatientOptions extends Shown<PatientAccountView> {
  readonly own?: AccountOptions;
  readonly newcomers?: AccountView["account"]["newcomers"]["value"];
}

/** The page of a patient whose keys are confirmed, unless said otherwise. */
export function patientAccount(options: PatientOptions, heard: Heard): PatientAccountView {
  const own = account({ roles: ["patient"], ...options.own }, heard);
  return {
    practiceName: sheet.practiceName,
    own: {
      ...own,
      account: { ...controls(null, heard, options.newcomers ?? null), name: elisabeth.name },
    },
    contact: signal(options.contact === undefined ? elisabeth : options.contact),
    confirmed: signal(options.confirmed ?? { state: "confirmed", by: "Dr. Amara Okafor" }),
    held: signal(options.held === undefined ? held : options.held),
    heldTrouble: signal(options.heldTrouble ?? null),
    busy: signal(options.busy ?? null),
    wrong: signal(options.wrong ?? null),
    contactTrouble: signal(options.contactTrouble ?? null),
    downloadTrouble: signal(options.downloadTrouble ?? null),
    deleteTrouble: signal(options.deleteTrouble ?? null),
    changing: signal(options.changing ?? false),
    done: signal(options.done ?? null),
    change: () => heard("change"),
    keep: () => heard("keep"),
    changeContact: (contact) => heard("changeContact", contact),
    look: () => heard("look"),
    downloadJson: () => heard("downloadJson"),
    downloadPage: (write) => heard("downloadPage", write(copy)),
    erase: () => heard("erase"),
  };
}

const bound: DeskPatientView = { seat: "s2", alias: null, state: "bound", contact: elisabeth };

/** A day at the desk on which some patients have accounts. */
export const withAccounts: readonly DeskVisitView[] = [
  visit("p1", 0, { state: "open", expected: 0, waiting: [{ ...knocking, name: "Elisabeth" }], patients: [bound] }),
  visit("p2", 20, {
    patients: [{ ...bound, seat: "s9", contact: { ...elisabeth, name: "Jan de Boer", email: null } }],
  }),
  visit("p7", 120, { alias: "K7Q2", patients: [{ ...bound, seat: "s14", alias: "K7Q2" }] }),
];

/** And one on which something is the matter with each, or still to come. */
export const withDoubts: readonly DeskVisitView[] = [
  visit("p3", 40, { patients: [{ ...bound, seat: "s10", state: "forged", contact: null }] }),
  visit("p4", 60, { patients: [{ ...bound, seat: "s11", state: "checking", contact: null }] }),
  visit("p5", 80, { patients: [{ ...bound, seat: "s12", state: "closed", contact: null }] }),
  visit("p6", 100, { patients: [{ ...bound, seat: "s13", contact: { ...elisabeth, email: null, telephone: null } }] }),
];
