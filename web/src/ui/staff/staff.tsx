// The pages of everyone with an account: enrolling, signing in, the wait to be confirmed, the desk, the practice page, that of the own account, and that
// of a patient. Each arrives when it is shown.
// The question who one is stands in front of any of them.

import type { StaffPage, StaffView } from "../../call/view";
import { DeskApp, Wordless } from "../app";
import { lazy } from "../parts/lazy";
import { accountTexts, patientTexts, staffTexts, texts } from "../texts/texts";
import { Proof } from "./proof";

const enrolment = lazy(() => Promise.all([import("./enrolment"), staffTexts()]).then(([module]) => module.Enrolment));
const signIn = lazy(() => Promise.all([import("./sign-in"), accountTexts()]).then(([module]) => module.SignIn));
const password = lazy(() =>
  Promise.all([import("./password-sign-in"), accountTexts()]).then(([module]) => module.PasswordSignIn),
);
const code = lazy(() => Promise.all([import("./code"), accountTexts()]).then(([module]) => module.Code));
const recovery = lazy(() => Promise.all([import("./renewal"), accountTexts()]).then(([module]) => module.Renewal));
const unconfirmed = lazy(() =>
  Promise.all([import("./unconfirmed"), accountTexts()]).then(([module]) => module.Unconfirmed),
);
const practice = lazy(() => Promise.all([import("./practice"), staffTexts()]).then(([module]) => module.Practice));
const patient = lazy(() =>
  Promise.all([import("../patient/account"), patientTexts()]).then(([module]) => module.PatientAccount),
);
const account = lazy(() => Promise.all([import("./account"), staffTexts()]).then(([module]) => module.Account));

/** Whichever page is asked for. */
export function StaffApp({ view }: { readonly view: StaffView }) {
  if (texts.value !== "ready") return <Wordless />;
  const asked = view.proof.value;
  return (
    <>
      <Shown page={view.page.value} />
      {asked && <Proof view={asked} />}
    </>
  );
}

function Shown({ page }: { readonly page: StaffPage }) {
  switch (page.at) {
    case "enrolment":
      return <enrolment.Lazy view={page.view} />;
    case "signIn":
      return <signIn.Lazy view={page.view} />;
    case "password":
      return <password.Lazy view={page.view} />;
    case "code":
      return <code.Lazy view={page.view} />;
    case "recovery":
      return <recovery.Lazy view={page.view} />;
    case "unconfirmed":
      return <unconfirmed.Lazy view={page.view} />;
    case "practice":
      return <practice.Lazy view={page.view} />;
    case "patient":
      return <patient.Lazy view={page.view} />;
    case "account":
      return <account.Lazy view={page.view} />;
    case "desk":
      return <DeskApp view={page.view} />;
  }
}
