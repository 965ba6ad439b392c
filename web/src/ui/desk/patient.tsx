// A patient's account at the desk: how to reach them, or a warning where somebody else tried to make it.

import { useId, useState } from "preact/hooks";
import type { ContactView, DeskPatientView } from "../../call/view";
import { Button } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { Disclosure } from "../parts/disclosure";
import { Icon } from "../parts/icon";
import { Notice, Wait } from "../parts/notice";
import { t } from "../texts/texts";

/** As they may be called in lists: of a marked visit by the alias alone. */
function nameOf({ alias, contact }: DeskPatientView): string {
  if (alias !== null) return t("alias-patient", { alias });
  return contact?.name || t("role-patient");
}

export interface PatientsProps {
  readonly patients: readonly DeskPatientView[];
  readonly onDiscard: (seat: string) => void;
}

/** Patients with an account who do not wait now. */
export function Patients({ patients, onDiscard }: PatientsProps) {
  if (patients.length === 0) return null;
  return (
    <ul class="visit-patients">
      {patients.map((patient) => (
        <AbsentPatient key={patient.seat} patient={patient} onDiscard={() => onDiscard(patient.seat)} />
      ))}
    </ul>
  );
}

function AbsentPatient({ patient, onDiscard }: Pick<PatientProps, "patient" | "onDiscard">) {
  const id = useId();
  return (
    <li aria-labelledby={id}>
      <p id={id} class="patient-name">
        <bdi>{nameOf(patient)}</bdi> <span class="badge">{t("desk-patient")}</span>
      </p>
      <Patient patient={patient} shownName={nameOf(patient)} onDiscard={onDiscard} />
    </li>
  );
}

export interface PatientProps {
  readonly patient: DeskPatientView;
  /** As the person is called above. In the waiting room they give any name; that of the account is shown where it is another. */
  readonly shownName: string;
  /** Has an account deleted that somebody else made. */
  readonly onDiscard: () => void;
}

/** What is known of the account, beside the person's name. */
export function Patient({ patient, shownName, onDiscard }: PatientProps) {
  const { state, alias, contact } = patient;
  return (
    <div class="patient" aria-live="polite">
      {state === "checking" && <Wait>{t("desk-patient-checking")}</Wait>}
      {state === "closed" && <Notice icon="info">{t("desk-patient-closed")}</Notice>}
      {state === "forged" && <Forged onDiscard={onDiscard} />}
      {/* What tells who a marked visit is for is not left open on a screen. */}
      {contact && alias !== null && (
        <Disclosure title={t("desk-contact-of", { name: nameOf(patient) })}>
          <Reach contact={contact} shownName="" />
        </Disclosure>
      )}
      {contact && alias === null && <Reach contact={contact} shownName={shownName} />}
    </div>
  );
}

function Forged({ onDiscard }: Pick<PatientProps, "onDiscard">) {
  const [asking, setAsking] = useState(false);
  return (
    <Notice kind="bad" icon="warning">
      <strong>{t("desk-patient-forged-title")}</strong>
      <p>{t("desk-patient-forged")}</p>
      <p>{t("desk-patient-forged-next")}</p>
      <div class="row">
        <Button onClick={() => setAsking(true)}>{t("desk-patient-discard")}</Button>
      </div>
      {asking && (
        <Dialog title={t("desk-patient-discard-title")} onClose={() => setAsking(false)}>
          <p>{t("desk-patient-discard-words")}</p>
          <div class="actions">
            <Button
              kind="danger"
              onClick={() => {
                setAsking(false);
                onDiscard();
              }}
            >
              {t("desk-patient-discard-do")}
            </Button>
            <Button onClick={() => setAsking(false)}>{t("keep")}</Button>
          </div>
        </Dialog>
      )}
    </Notice>
  );
}

function Reach({ contact, shownName }: { readonly contact: ContactView; readonly shownName: string }) {
  const { name, telephone, email } = contact;
  return (
    <div class="patient-reach">
      {name !== shownName && (
        <p class="patient-own-name">
          <bdi>{name}</bdi>
        </p>
      )}
      {telephone !== null && (
        <a class="quiet-link" href={`tel:${telephone.replace(/[^+\d]/g, "")}`}>
          <Icon name="phone" /> <bdi>{telephone}</bdi>
        </a>
      )}
      {email !== null && (
        <a class="quiet-link" href={`mailto:${encodeURIComponent(email).replace("%40", "@")}`}>
          <Icon name="send" /> <bdi>{email}</bdi>
        </a>
      )}
      {telephone === null && email === null && <p class="patient-none">{t("desk-contact-none")}</p>}
    </div>
  );
}
