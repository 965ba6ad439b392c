// A marked visit on the desk: what is shown while it is locked, the question for a reason, and the mark itself.

import { useId, useState } from "preact/hooks";
import type { AccessReason, DeskVisitView } from "../../call/view";
import { Button } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { Points } from "../parts/notice";
import { nameOf } from "../parts/waiting-row";
import { minutesBetween, t } from "../texts/texts";

/** In the order in which they are offered. */
const REASONS: readonly AccessReason[] = ["treatment", "patientAsked", "emergency", "administration"];

export interface LockedProps {
  readonly visit: DeskVisitView;
  readonly now: Date;
  readonly onOpen: (reason: AccessReason) => void;
}

/** Who waits, under the alias, and the one thing that can be done. */
export function Locked({ visit, now, onOpen }: LockedProps) {
  const [asking, setAsking] = useState(false);
  const alias = t("alias-patient", { alias: visit.alias ?? "" });
  return (
    <div class="visit-locked">
      {visit.waiting.length > 0 && (
        <ul>
          {visit.waiting.map((person) => (
            <li key={person.seat}>
              <strong>
                <bdi>{nameOf(person)}</bdi>
              </strong>
              {person.since && <span> · {t("waited", { minutes: minutesBetween(person.since, now) })}</span>}
              {!person.online && <span> · {t("fact-offline")}</span>}
            </li>
          ))}
        </ul>
      )}
      <p>{t("marked-locked")}</p>
      <div class="row">
        <Button icon="lock" onClick={() => setAsking(true)}>
          {t("marked-open")} <span class="hidden">{alias}</span>
        </Button>
      </div>
      {asking && (
        <ReasonDialog
          alias={alias}
          onClose={() => setAsking(false)}
          onOpen={(reason) => {
            setAsking(false);
            onOpen(reason);
          }}
        />
      )}
    </div>
  );
}

function ReasonDialog(props: {
  readonly alias: string;
  readonly onClose: () => void;
  readonly onOpen: (reason: AccessReason) => void;
}) {
  const { alias, onClose, onOpen } = props;
  const name = useId();
  const [reason, setReason] = useState<AccessReason | null>(null);
  const [missing, setMissing] = useState(false);
  return (
    <Dialog title={t("marked-reason-title", { alias })} onClose={onClose}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (reason === null) setMissing(true);
          else onOpen(reason);
        }}
      >
        <Points
          points={[
            { icon: "people", title: t("marked-reason-officer") },
            { icon: "info", title: t("marked-reason-patient") },
          ]}
        />
        <fieldset class="choices" aria-describedby={missing ? `${name}-missing` : undefined}>
          <legend class="legend">{t("marked-reason-why")}</legend>
          {REASONS.map((one) => (
            <label key={one} class="choice">
              <input
                type="radio"
                name={name}
                checked={reason === one}
                onChange={() => {
                  setReason(one);
                  setMissing(false);
                }}
              />
              <span>{t(`access-reason-${one}`)}</span>
            </label>
          ))}
        </fieldset>
        {missing && (
          <p id={`${name}-missing`} class="field-wrong" role="alert">
            {t("marked-reason-missing")}
          </p>
        )}
        <p class="aside">{t("marked-reason-lasts")}</p>
        <div class="actions">
          <Button kind="primary" submit>
            {t("marked-reason-open")}
          </Button>
          <Button onClick={onClose}>{t("marked-reason-keep")}</Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Marks the visit, or takes the mark away, once it was said what that does. */
export function MarkTool(props: { readonly visit: DeskVisitView; readonly onMark: (marked: boolean) => void }) {
  const [asking, setAsking] = useState(false);
  const way = props.visit.alias === null ? "mark" : "unmark";
  return (
    <>
      <Button kind="quiet" onClick={() => setAsking(true)}>
        {t(`visit-${way}`)}
      </Button>
      {asking && (
        <Dialog title={t(`visit-${way}-title`)} onClose={() => setAsking(false)}>
          <p>{t(`visit-${way}-words`)}</p>
          <div class="actions">
            <Button
              kind="primary"
              onClick={() => {
                setAsking(false);
                props.onMark(way === "mark");
              }}
            >
              {t(`visit-${way}-do`)}
            </Button>
            <Button onClick={() => setAsking(false)}>{t("visit-mark-keep")}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
