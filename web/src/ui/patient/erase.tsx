// The end of a patient's account: what goes and what stays, said before it happens.

import { useState } from "preact/hooks";
import type { PatientAccountView } from "../../call/view";
import { Button } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { Wait } from "../parts/notice";
import { t } from "../texts/texts";
import { PatientTrouble } from "./trouble";

/** The button, and the question behind it. */
export function Erase({ view }: { readonly view: PatientAccountView }) {
  const [asking, setAsking] = useState(false);
  const trouble = view.deleteTrouble.value;
  return (
    <section class="account-part">
      <h2>{t("patient-delete")}</h2>
      <p>{t("patient-delete-words")}</p>
      <div class="account-live" aria-live="polite">
        {view.busy.value === "deleting" && <Wait>{t("patient-deleting")}</Wait>}
        {trouble && <PatientTrouble trouble={trouble} />}
      </div>
      <div class="row">
        <Button kind="danger" busy={view.busy.value !== null} onClick={() => setAsking(true)}>
          {t("patient-delete-open")}
        </Button>
      </div>
      {asking && (
        <Dialog title={t("patient-delete-title")} onClose={() => setAsking(false)}>
          <p>{t("patient-delete-goes")}</p>
          <ul class="ending">
            <li>{t("patient-delete-goes-contact")}</li>
            <li>{t("patient-delete-goes-ways")}</li>
            <li>{t("patient-delete-goes-word")}</li>
          </ul>
          <p>{t("patient-delete-stays")}</p>
          <ul class="ending">
            <li>{t("patient-delete-stays-visits")}</li>
            <li>{t("patient-delete-stays-log")}</li>
          </ul>
          <p>
            <strong>{t("patient-delete-undo")}</strong>
          </p>
          <div class="actions">
            <Button
              kind="danger"
              onClick={() => {
                setAsking(false);
                view.erase();
              }}
            >
              {t("patient-delete-do")}
            </Button>
            <Button onClick={() => setAsking(false)}>{t("keep")}</Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}
