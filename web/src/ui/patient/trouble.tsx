// Why something on a patient's page was not done, and what to do.

import type { PatientTrouble as Trouble } from "../../call/view";
import { Notice } from "../parts/notice";
import { t } from "../texts/texts";

/** In a place that is read aloud. */
export function PatientTrouble({ trouble }: { readonly trouble: Trouble }) {
  return (
    <Notice kind="warn" icon="warning">
      <strong>{t(`patient-trouble-${trouble}`)}</strong>
      <p>{t(`patient-trouble-${trouble}-next`)}</p>
    </Notice>
  );
}
