// Why a person cannot go on: what happened, what was lost, and what to do next, for every kind of problem.

import type { ComponentChildren } from "preact";
import type { Problem } from "../../call/view";
import { Button } from "../parts/button";
import { Heading } from "../parts/heading";
import { Icon } from "../parts/icon";
import { Page } from "../parts/page";
import { t } from "../texts/texts";

/** A link that calls the practice. */
export function CallPractice({
  practice,
  telephone,
}: {
  readonly practice: string | null;
  readonly telephone: string;
}) {
  return (
    <a class="button button-secondary" href={`tel:${telephone.replace(/[^+\d]/g, "")}`}>
      <Icon name="phone" />
      <span>{t("call-practice", { practice: practice ?? t("the-practice"), telephone })}</span>
    </a>
  );
}

export interface ProblemPageProps {
  readonly problem: Problem;
  readonly practice: string | null;
  readonly telephone: string | null;
  readonly onRetry: () => void;
  /** Another way on. */
  readonly second?: ComponentChildren;
}

/** One problem, on a page of its own. */
export function ProblemPage({ problem, practice, telephone, onRetry, second }: ProblemPageProps) {
  const { kind, canRetry } = problem;
  return (
    <Page
      practice={practice}
      actions={
        <>
          {canRetry && (
            <Button kind="primary" onClick={onRetry}>
              {t("try-again")}
            </Button>
          )}
          {second}
          {telephone && <CallPractice practice={practice} telephone={telephone} />}
        </>
      }
    >
      <Heading>{t(`problem-${kind}-title`)}</Heading>
      <p class="lead">{t(`problem-${kind}-what`)}</p>
      <dl class="facts">
        <div>
          <dt>{t("problem-lost")}</dt>
          <dd>{t(`problem-${kind}-lost`)}</dd>
        </div>
        <div>
          <dt>{t("problem-next")}</dt>
          <dd>{t(`problem-${kind}-next`)}</dd>
        </div>
      </dl>
    </Page>
  );
}
