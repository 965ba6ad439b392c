// Name, e-mail and telephone of a patient, to be filled in; only the name is needed.

import type { ContactWrong } from "../../call/view";
import { Field, LONGEST_EMAIL, LONGEST_NAME, LONGEST_TELEPHONE } from "../parts/field";
import { t } from "../texts/texts";

export interface ContactFieldsProps {
  readonly name: string;
  readonly email: string;
  readonly telephone: string;
  readonly wrong: ContactWrong | null;
  readonly onName: (name: string) => void;
  readonly onEmail: (email: string) => void;
  readonly onTelephone: (telephone: string) => void;
}

/** The three of them. */
export function ContactFields(props: ContactFieldsProps) {
  const { name, email, telephone, wrong, onName, onEmail, onTelephone } = props;
  return (
    <>
      <Field
        label={t("name-label")}
        autoComplete="name"
        hint={t("patient-name-hint")}
        longest={LONGEST_NAME}
        value={name}
        wrong={wrong === "name" ? t("patient-name-missing") : null}
        onInput={onName}
      />
      <Field
        label={t("patient-email")}
        optional
        type="email"
        autoComplete="email"
        longest={LONGEST_EMAIL}
        value={email}
        wrong={wrong === "email" ? t("patient-email-wrong") : null}
        onInput={onEmail}
      />
      <Field
        label={t("patient-telephone")}
        optional
        type="tel"
        autoComplete="tel"
        longest={LONGEST_TELEPHONE}
        value={telephone}
        wrong={wrong === "telephone" ? t("patient-telephone-wrong") : null}
        onInput={onTelephone}
      />
    </>
  );
}
