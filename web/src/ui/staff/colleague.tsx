// One person who works here: name, roles, where they are, and what an administrator may do about it.

import { useId, useState } from "preact/hooks";
import type { ColleagueView } from "../../call/view";
import { Button } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { Notice, Wait } from "../parts/notice";
import { dayName, t, timeOfDay } from "../texts/texts";
import { roleNames } from "./roles";

export interface ColleagueProps {
  readonly colleague: ColleagueView;
  /** Confirming this one is the next step of the whole page. */
  readonly isNext: boolean;
  readonly onConfirm: () => void;
  readonly onSignOut: () => void;
  readonly onEnd: () => void;
}

/** The card of one colleague. */
export function Colleague({ colleague, isNext, onConfirm, onSignOut, onEnd }: ColleagueProps) {
  const id = useId();
  const [ending, setEnding] = useState(false);
  const { name, roles, state, until, self, canConfirm, canSignOut, canEnd, busy, trouble, signedOut } = colleague;
  return (
    <li class={state === "left" ? "colleague colleague-left" : "colleague"} aria-labelledby={id}>
      <div class="colleague-head">
        <h2 id={id} class="colleague-name">
          <bdi>{name}</bdi>
          {self && <span class="badge">{t("staff-self")}</span>}
        </h2>
        <p class="badges">
          <span class={`badge badge-staff-${state}`}>{t(`staff-state-${state}`)}</span>
        </p>
      </div>
      <p class="colleague-roles">{roleNames(roles)}</p>
      {state === "invited" && until && (
        <p class="aside">{t("staff-until", { day: dayName(until), time: timeOfDay(until) })}</p>
      )}
      {state === "enrolled" && (
        <p id={`${id}-why`} class="aside">
          {canConfirm ? t("staff-confirm-words", { name }) : t("staff-confirm-others")}
        </p>
      )}
      <div class="colleague-live" aria-live="polite">
        {busy && <Wait>{t(`staff-busy-${busy}`)}</Wait>}
        {signedOut && (
          <Notice kind="good" icon="check">
            {t("staff-signed-out")}
          </Notice>
        )}
        {trouble && (
          <Notice kind={trouble === "unproved" ? "bad" : "warn"} icon="warning">
            {t(`staff-trouble-${trouble}`)}
          </Notice>
        )}
      </div>
      {(canConfirm || canSignOut || canEnd) && (
        <div class="row">
          {canConfirm && (
            <Button
              kind={isNext ? "primary" : "secondary"}
              icon="check"
              busy={busy !== null}
              describedBy={`${id}-why`}
              onClick={onConfirm}
            >
              {t("staff-confirm", { name })}
            </Button>
          )}
          {canSignOut && (
            <Button kind="quiet" busy={busy !== null} onClick={onSignOut}>
              {t("staff-sign-out", { name })}
            </Button>
          )}
          {canEnd && (
            <Button kind="quiet" busy={busy !== null} onClick={() => setEnding(true)}>
              {state === "invited" ? t("staff-take-back", { name }) : t("staff-end", { name })}
            </Button>
          )}
        </div>
      )}
      {ending && (
        <Dialog
          title={state === "invited" ? t("staff-take-back-title", { name }) : t("staff-end-title", { name })}
          onClose={() => setEnding(false)}
        >
          {state === "invited" ? <p>{t("staff-take-back-words")}</p> : <Ending />}
          <div class="actions">
            <Button
              kind="danger"
              onClick={() => {
                setEnding(false);
                onEnd();
              }}
            >
              {state === "invited" ? t("staff-take-back-do") : t("staff-end-do")}
            </Button>
            <Button onClick={() => setEnding(false)}>{t("keep")}</Button>
          </div>
        </Dialog>
      )}
    </li>
  );
}

/** What it means, before it happens. */
function Ending() {
  return (
    <ul class="ending">
      <li>{t("staff-end-now")}</li>
      <li>{t("staff-end-visits")}</li>
      <li>{t("staff-end-keys")}</li>
    </ul>
  );
}
