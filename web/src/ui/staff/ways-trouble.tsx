// Why an account's ways in were not changed, and what to do.

import type { ComponentChildren } from "preact";
import type { WaysTrouble as Trouble } from "../../call/view";
import { Button } from "../parts/button";
import { Notice } from "../parts/notice";
import { t } from "../texts/texts";

export interface WaysTroubleProps {
  readonly trouble: Trouble;
  /** Where they were changed elsewhere, only signing in again helps. */
  readonly onSignIn: () => void;
  readonly children?: ComponentChildren;
}

/** In a place that is read aloud. */
export function WaysTrouble({ trouble, onSignIn, children }: WaysTroubleProps) {
  return (
    <Notice kind="warn" icon="warning">
      <strong>{t(`ways-trouble-${trouble}`)}</strong>
      <p>{t(`ways-trouble-${trouble}-next`)}</p>
      {children}
      {trouble === "conflict" && (
        <div class="row">
          <Button onClick={onSignIn}>{t("ways-sign-in-again")}</Button>
        </div>
      )}
    </Notice>
  );
}
