// Taking away all that is held: as a page to read, or as data.

import type { PatientAccountView } from "../../call/view";
import { Button } from "../parts/button";
import { Notice, Wait } from "../parts/notice";
import { t } from "../texts/texts";
import { heldPage } from "./held-page";
import { PatientTrouble } from "./trouble";

/** The two buttons, and what became of them. */
export function Download({ view }: { readonly view: PatientAccountView }) {
  const busy = view.busy.value !== null;
  const trouble = view.downloadTrouble.value;
  return (
    <section class="account-part">
      <h2>{t("patient-download")}</h2>
      <p>{t("patient-download-words")}</p>
      <div class="account-live" aria-live="polite">
        {view.busy.value === "download" && <Wait>{t("patient-downloading")}</Wait>}
        {view.done.value === "download" && (
          <Notice kind="good" icon="check">
            {t("patient-download-done")}
          </Notice>
        )}
        {trouble && <PatientTrouble trouble={trouble} />}
      </div>
      <div class="row">
        <Button busy={busy} onClick={() => view.downloadPage(heldPage)}>
          {t("patient-download-page")}
        </Button>
        <Button busy={busy} onClick={() => view.downloadJson()}>
          {t("patient-download-json")}
        </Button>
      </div>
    </section>
  );
}
