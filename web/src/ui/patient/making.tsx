// A patient makes an account on the way to a visit: what it is for, contact data, the way in, the sheet, and back to the invitation.

import "../styles/staff.css";
import type { PatientEnrolmentView } from "../../call/view";
import { ProblemPage } from "../guest/problem";
import { Button } from "../parts/button";
import { Heading } from "../parts/heading";
import { Notice, Points, Wait } from "../parts/notice";
import { Page } from "../parts/page";
import { EnrolmentTrouble, Passkey } from "../staff/passkey";
import { PasswordMaking } from "../staff/password-making";
import { Kept, Sheet } from "../staff/sheet";
import { Step } from "../staff/step";
import { t } from "../texts/texts";
import { ContactFields } from "./contact-fields";

export interface PatientEnrolmentProps {
  readonly view: PatientEnrolmentView;
  /** Of the practice, for what only it can put right. */
  readonly telephone: string | null;
}

/** Which step is shown now. */
export function PatientEnrolment({ view, telephone }: PatientEnrolmentProps) {
  switch (view.screen.value) {
    case "loading":
      return (
        <Page practice={view.practice.value} onBack={() => view.back()}>
          <Wait>{t("patient-loading")}</Wait>
        </Page>
      );
    case "purpose":
      return <Purpose view={view} />;
    case "contact":
      return <ContactData view={view} />;
    case "passkey":
      return <Passkey view={view} />;
    case "password":
      return view.password.value && <PasswordMaking view={view.password.value} />;
    case "sheet":
      return <Sheet view={view} />;
    case "kept":
      return (
        <Kept
          view={view}
          finish={t("kept-finish")}
          finishing={t("patient-making")}
          trouble={view.trouble.value && <EnrolmentTrouble trouble={view.trouble.value} />}
        />
      );
    case "done":
      return <Done view={view} />;
    case "problem":
      return <Problem view={view} telephone={telephone} />;
  }
}

interface ViewProps {
  readonly view: PatientEnrolmentView;
}

function Purpose({ view }: ViewProps) {
  return (
    <Step
      view={view}
      onSubmit={() => view.next()}
      actions={
        <>
          <Button kind="primary" submit>
            {t("continue")}
          </Button>
          <Button kind="quiet" onClick={() => view.leave()}>
            {t("patient-purpose-no")}
          </Button>
        </>
      }
    >
      <Heading>{t("patient-purpose-title")}</Heading>
      <p class="lead">{t("patient-purpose-lead", { host: view.hostName })}</p>
      <Points
        points={[
          { icon: "lock", title: t("patient-purpose-reach"), words: t("patient-purpose-reach-words") },
          { icon: "info", title: t("patient-purpose-see"), words: t("patient-purpose-see-words") },
          { icon: "nothing", title: t("patient-purpose-end"), words: t("patient-purpose-end-words") },
        ]}
      />
      <Notice icon="people">{t("patient-purpose-shared")}</Notice>
    </Step>
  );
}

function ContactData({ view }: ViewProps) {
  return (
    <Step
      view={view}
      canGoBack
      onSubmit={() => view.next()}
      actions={
        <Button kind="primary" submit>
          {t("continue")}
        </Button>
      }
    >
      <Heading>{t("patient-contact-title")}</Heading>
      <p class="lead">{t("patient-contact-lead", { host: view.hostName })}</p>
      <ContactFields
        name={view.name.value}
        email={view.email.value}
        telephone={view.telephone.value}
        wrong={view.wrong.value}
        onName={(name) => view.setName(name)}
        onEmail={(email) => view.setEmail(email)}
        onTelephone={(number) => view.setTelephone(number)}
      />
    </Step>
  );
}

function Done({ view }: ViewProps) {
  return (
    <Page
      practice={view.practice.value}
      actions={
        <Button kind="primary" onClick={() => view.leave()}>
          {t("patient-done-back")}
        </Button>
      }
    >
      <Heading>{t("patient-done-title")}</Heading>
      <p class="lead">{t("patient-done-lead", { address: view.signInAt })}</p>
      <Points
        points={[
          { icon: "door", title: t("patient-done-guest"), words: t("patient-done-guest-words") },
          {
            icon: "check",
            title: t("patient-done-confirm"),
            words: t("patient-done-confirm-words", { host: view.hostName }),
          },
        ]}
      />
    </Page>
  );
}

function Problem({ view, telephone }: PatientEnrolmentProps) {
  const problem = view.problem.value ?? { kind: "internal", canRetry: false };
  return (
    <ProblemPage
      // Being offline is tried again without a press.
      problem={problem.kind === "offline" ? { ...problem, canRetry: false } : problem}
      practice={view.practice.value}
      telephone={telephone}
      onRetry={() => view.retry()}
      second={
        <Button kind={problem.canRetry ? "secondary" : "primary"} onClick={() => view.leave()}>
          {t("patient-done-back")}
        </Button>
      }
    />
  );
}
