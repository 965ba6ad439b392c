// Enrolling: which question is asked now.

import "../styles/staff.css";
import type { EnrolmentView } from "../../call/view";
import { ProblemPage } from "../guest/problem";
import { Button } from "../parts/button";
import { Wait } from "../parts/notice";
import { Page } from "../parts/page";
import { t } from "../texts/texts";
import { EnrolmentTrouble, Passkey } from "./passkey";
import { PasswordMaking } from "./password-making";
import { Founder, FoundingPractice, Welcome } from "./questions";
import { Kept, Sheet } from "./sheet";

/** The way of someone who enrols. */
export function Enrolment({ view }: { readonly view: EnrolmentView }) {
  switch (view.screen.value) {
    case "loading":
      return (
        <Page>
          <Wait>{t("enrol-loading")}</Wait>
        </Page>
      );
    case "practice":
      return <FoundingPractice view={view} />;
    case "you":
      return <Founder view={view} />;
    case "welcome":
      return <Welcome view={view} />;
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
          finishing={t("kept-finishing")}
          trouble={view.trouble.value && <EnrolmentTrouble trouble={view.trouble.value} />}
        />
      );
    case "problem":
      return <EnrolmentProblem view={view} />;
  }
}

function EnrolmentProblem({ view }: { readonly view: EnrolmentView }) {
  const problem = view.problem.value ?? { kind: "internal", canRetry: false };
  return (
    <ProblemPage
      // Being offline is tried again without a press.
      problem={problem.kind === "offline" ? { ...problem, canRetry: false } : problem}
      practice={view.welcome.value?.practiceName ?? null}
      telephone={null}
      onRetry={() => view.retry()}
      second={
        problem.kind === "enrolUsed" && (
          <Button kind="primary" onClick={() => view.toSignIn()}>
            {t("enrol-to-sign-in")}
          </Button>
        )
      }
    />
  );
}
