// A patient's contact data on their page, and the form that changes it.

import { useState } from "preact/hooks";
import type { ContactView, PatientAccountView } from "../../call/view";
import { Button } from "../parts/button";
import { Notice, Wait } from "../parts/notice";
import { t } from "../texts/texts";
import { ContactFields } from "./contact-fields";
import { PatientTrouble } from "./trouble";

interface Props {
  readonly view: PatientAccountView;
}

/** What it is, or the form. */
export function Contact({ view }: Props) {
  const contact = view.contact.value;
  const trouble = view.contactTrouble.value;
  const known = contact !== null && contact !== "closed" ? contact : null;
  return (
    <section class="account-part">
      <h2>{t("patient-contact")}</h2>
      <p>{t("patient-contact-words")}</p>
      <div class="account-live" aria-live="polite">
        {contact === null && <Wait>{t("patient-contact-opening")}</Wait>}
        {contact === "closed" && !view.changing.value && (
          <Notice kind="warn" icon="warning">
            {t("patient-contact-closed")}
          </Notice>
        )}
        {view.busy.value === "contact" && <Wait>{t("patient-contact-saving")}</Wait>}
        {view.done.value === "contact" && (
          <Notice kind="good" icon="check">
            {t("patient-contact-done")}
          </Notice>
        )}
        {trouble && <PatientTrouble trouble={trouble} />}
      </div>
      {view.changing.value ? <Change view={view} now={known} /> : known && <Facts contact={known} />}
      {!view.changing.value && contact !== null && (
        <div class="row">
          <Button busy={view.busy.value !== null} onClick={() => view.change()}>
            {t("patient-contact-change")}
          </Button>
        </div>
      )}
    </section>
  );
}

function Facts({ contact }: { readonly contact: ContactView }) {
  const facts = [
    [t("patient-name"), contact.name],
    [t("patient-email"), contact.email],
    [t("patient-telephone"), contact.telephone],
  ] as const;
  return (
    <dl class="facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd class="contact-value">{value === null ? t("patient-none") : <bdi>{value}</bdi>}</dd>
        </div>
      ))}
    </dl>
  );
}

function Change({ view, now }: Props & { readonly now: ContactView | null }) {
  const [name, setName] = useState(now?.name ?? "");
  const [email, setEmail] = useState(now?.email ?? "");
  const [telephone, setTelephone] = useState(now?.telephone ?? "");
  const busy = view.busy.value !== null;
  return (
    <form
      class="contact-form"
      aria-label={t("patient-contact-change")}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) view.changeContact({ name, email, telephone });
      }}
    >
      <ContactFields
        name={name}
        email={email}
        telephone={telephone}
        wrong={view.wrong.value}
        onName={setName}
        onEmail={setEmail}
        onTelephone={setTelephone}
      />
      <div class="row">
        <Button kind="primary" submit busy={busy}>
          {t("patient-contact-save")}
        </Button>
        <Button busy={busy} onClick={() => view.keep()}>
          {t("keep")}
        </Button>
      </div>
    </form>
  );
}
