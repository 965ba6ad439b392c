// Plans a visit: when, how long, in which words; then hands the patient's link over.

import { useState } from "preact/hooks";
import type { NewVisit } from "../../call/view";
import { Button } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { Field, Tick } from "../parts/field";
import { HandOver } from "../parts/hand-over";
import { Notice, Wait } from "../parts/notice";
import { dateField, timeField } from "../texts/calendar";
import { t } from "../texts/texts";

/** Minutes; what most consultations take. */
const USUAL_MINUTES = 20;
const LEAST_MINUTES = 5;
const MOST_MINUTES = 480;
/** So far back a start may lie: a visit that should have begun a moment ago, in milliseconds. */
const LATE_MS = 5 * 60_000;

type Plan =
  | { readonly at: "asking" }
  | { readonly at: "making" }
  | { readonly at: "failed" }
  | { readonly at: "made"; readonly link: string };

export interface NewVisitDialogProps {
  readonly plan: (visit: NewVisit) => Promise<string>;
  readonly onClose: () => void;
}

/** When, how long, and whether it is discreet. */
export function NewVisitDialog({ plan, onClose }: NewVisitDialogProps) {
  const [now, setNow] = useState(true);
  const [date, setDate] = useState(() => dateField(new Date()));
  const [time, setTime] = useState(() => timeField(new Date()));
  const [minutes, setMinutes] = useState(String(USUAL_MINUTES));
  const [sensitive, setSensitive] = useState(false);
  const [marked, setMarked] = useState(false);
  const [wrong, setWrong] = useState<"when" | "minutes" | null>(null);
  const [state, setState] = useState<Plan>({ at: "asking" });

  function make(event: Event): void {
    event.preventDefault();
    const startsAt = now ? null : new Date(`${date}T${time}`);
    const length = Number(minutes);
    const late = startsAt !== null && !(startsAt.getTime() > Date.now() - LATE_MS);
    const short = !Number.isInteger(length) || length < LEAST_MINUTES || length > MOST_MINUTES;
    setWrong(late ? "when" : short ? "minutes" : null);
    if (late || short) return;
    setState({ at: "making" });
    plan({ startsAt, minutes: length, sensitive, marked }).then(
      (link) => setState({ at: "made", link }),
      () => setState({ at: "failed" }),
    );
  }

  return (
    <Dialog title={t("new-visit")} onClose={onClose}>
      {(state.at === "asking" || state.at === "failed") && (
        <form class="stack" noValidate onSubmit={make}>
          {state.at === "failed" && (
            <Notice kind="bad" icon="warning" live>
              {t("new-visit-failed")}
            </Notice>
          )}
          <When now={now} onChange={setNow} />
          {!now && (
            <div class="when-fields">
              <Field
                label={t("new-visit-date")}
                type="date"
                value={date}
                min={dateField(new Date())}
                hint={t("new-visit-date-hint")}
                wrong={wrong === "when" ? t("new-visit-past") : null}
                onInput={setDate}
              />
              <Field label={t("new-visit-time")} type="time" value={time} onInput={setTime} />
            </div>
          )}
          <Field
            label={t("new-visit-minutes")}
            type="number"
            min={LEAST_MINUTES}
            max={MOST_MINUTES}
            value={minutes}
            wrong={
              wrong === "minutes" ? t("new-visit-minutes-wrong", { least: LEAST_MINUTES, most: MOST_MINUTES }) : null
            }
            onInput={setMinutes}
          />
          <Tick
            label={t("new-visit-sensitive")}
            hint={t("new-visit-sensitive-hint")}
            checked={sensitive}
            onChange={setSensitive}
          />
          <Tick label={t("new-visit-marked")} hint={t("new-visit-marked-hint")} checked={marked} onChange={setMarked} />
          <div class="actions">
            <Button kind="primary" submit>
              {t("new-visit-make")}
            </Button>
          </div>
        </form>
      )}
      {state.at === "making" && <Wait>{t("new-visit-making")}</Wait>}
      {state.at === "made" && <HandOver link={state.link} made={t("new-visit-made")} care={t("invite-care")} />}
    </Dialog>
  );
}

function When({ now, onChange }: { readonly now: boolean; readonly onChange: (now: boolean) => void }) {
  const options = [
    { value: true, words: t("new-visit-now") },
    { value: false, words: t("new-visit-later") },
  ];
  return (
    <fieldset class="choices">
      <legend class="legend">{t("new-visit-when")}</legend>
      {options.map(({ value, words }) => (
        <label key={words} class="choice">
          <input type="radio" name="when" checked={now === value} onChange={() => onChange(value)} />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  );
}
