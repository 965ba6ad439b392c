// The screens and states of patients' accounts: the offer, making one, the own page, and what the desk shows.

import type { EnrolmentTrouble, PatientEnrolmentScreen, PatientTrouble, ProblemKind } from "../call/view";
import { DeskApp, GuestApp } from "../ui/app";
import { StaffApp } from "../ui/staff/staff";
import { renewal } from "./account-fixtures";
import { desk, type GuestOptions, guest } from "./fixtures";
import { passwordMaking, proof } from "./password-fixtures";
import { type PatientOptions, patientAccount, patientEnrolment, withAccounts, withDoubts } from "./patient-fixtures";
import type { Draw } from "./screens";
import { staff } from "./staff-fixtures";

function offering(options: GuestOptions = {}): Draw {
  return (heard) => <GuestApp view={guest("invitation", { offered: true, ...options }, heard)} />;
}

function making(screen: PatientEnrolmentScreen, shown: Parameters<typeof patientEnrolment>[1] = {}): Draw {
  return (heard) => {
    const password = screen === "password" ? passwordMaking("choose", {}, heard) : null;
    const view = patientEnrolment(screen, { password, ...shown }, heard);
    return <GuestApp view={guest("invitation", { making: view }, heard)} />;
  };
}

function onPage(options: PatientOptions = {}): Draw {
  return (heard) => <StaffApp view={staff({ at: "patient", view: patientAccount(options, heard) })} />;
}

const enrolTroubles: readonly EnrolmentTrouble[] = ["cancelled", "noPrf", "offline", "tooMany", "tooLate", "internal"];
const troubles: readonly PatientTrouble[] = ["contact", "clinician", "offline", "tooMany", "internal"];
const problems: readonly ProblemKind[] = ["accountMade", "visitEnded", "linkUnknown", "sealFailed", "offline"];

/** Every one of them. */
export const patientScreens: Readonly<Record<string, Draw>> = {
  "guest-offer": offering(),
  "guest-offer-fetching": offering({ fetching: "yes" }),
  "guest-offer-failed": offering({ fetching: "failed" }),
  "patient-loading": making("loading"),
  "patient-purpose": making("purpose"),
  "patient-contact": making("contact"),
  "patient-contact-name": making("contact", { name: "", wrong: "name" }),
  "patient-contact-email": making("contact", { email: "elisabeth", wrong: "email" }),
  "patient-contact-telephone": making("contact", { telephone: "home", wrong: "telephone" }),
  "patient-passkey": making("passkey"),
  "patient-no-passkeys": making("passkey", { hasPasskeys: false }),
  "patient-asking": making("passkey", { busy: "passkey" }),
  "patient-keys": making("passkey", { busy: "keys" }),
  ...Object.fromEntries(enrolTroubles.map((trouble) => [`patient-passkey-${trouble}`, making("passkey", { trouble })])),
  "patient-password": making("password"),
  "patient-sheet": making("sheet"),
  "patient-kept": making("kept"),
  "patient-kept-finishing": making("kept", { busy: "finish" }),
  "patient-kept-offline": making("kept", { trouble: "offline" }),
  "patient-done": making("done"),
  ...Object.fromEntries(
    problems.map((kind) => [
      `patient-problem-${kind}`,
      making("problem", { problem: { kind, canRetry: kind === "sealFailed" } }),
    ]),
  ),
  "patient-account": onPage(),
  "patient-account-waiting": onPage({ confirmed: { state: "waiting" } }),
  "patient-account-wrong": onPage({ confirmed: { state: "wrong" } }),
  "patient-account-opening": onPage({ contact: null, held: null }),
  "patient-account-closed": onPage({ contact: "closed" }),
  "patient-account-bare": onPage({
    contact: { name: "Elisabeth Jansen", email: null, telephone: null },
    held: { madeAt: new Date(), visits: [], entries: [] },
  }),
  "patient-account-changing": onPage({ changing: true }),
  "patient-account-saving": onPage({ changing: true, busy: "contact" }),
  "patient-account-changed": onPage({ done: "contact" }),
  ...Object.fromEntries(
    troubles.map((trouble) => [
      `patient-account-trouble-${trouble}`,
      onPage({ changing: true, contactTrouble: trouble }),
    ]),
  ),
  "patient-account-held-offline": onPage({ held: null, heldTrouble: "offline" }),
  "patient-account-downloading": onPage({ busy: "download" }),
  "patient-account-downloaded": onPage({ done: "download" }),
  "patient-account-download-offline": onPage({ downloadTrouble: "offline" }),
  "patient-account-deleting": onPage({ busy: "deleting" }),
  "patient-account-delete-offline": onPage({ deleteTrouble: "offline" }),
  "patient-account-newcomer": onPage({ newcomers: { count: 1, client: "Firefox on Android" } }),
  "patient-account-proof": (heard) => (
    <StaffApp view={staff({ at: "patient", view: patientAccount({}, heard) }, proof("passkey", {}, heard))} />
  ),
  "patient-account-renewal": (heard) => {
    const own = { renewal: renewal("sheet", "start", {}, heard) };
    return <StaffApp view={staff({ at: "patient", view: patientAccount({ own }, heard) })} />;
  },
  "desk-patients": (heard) => <DeskApp view={desk("desk", { visits: withAccounts }, heard)} />,
  "desk-patients-doubts": (heard) => <DeskApp view={desk("desk", { visits: withDoubts }, heard)} />,
};
