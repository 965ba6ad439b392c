// One visit on the desk: its time, its state in words, who waits in it, and what may be done with it.

import { useId } from "preact/hooks";
import type { DeskView, DeskVisitView } from "../../call/view";
import { Button } from "../parts/button";
import { WaitingRow } from "../parts/waiting-row";
import { isLaterDay } from "../texts/calendar";
import { dayWord, t, timeOfDay } from "../texts/texts";
import { Locked, MarkTool } from "./marked";
import { Patient, Patients } from "./patient";

/** The delays offered, in minutes. */
const DELAYS = [5, 10, 15, 20, 30, 45, 60] as const;

export interface VisitProps {
  readonly visit: DeskVisitView;
  readonly view: DeskView;
  readonly now: Date;
  /** The seat whose admission is the next step of the whole desk. */
  readonly firstSeat: string | null;
  readonly onInvite: () => void;
}

function isOver(visit: DeskVisitView): boolean {
  return !["scheduled", "open", "inSession"].includes(visit.state);
}

function who(visit: DeskVisitView): string {
  const said: string[] = [];
  if (visit.inCall > 0) said.push(t("visit-in-call", { count: visit.inCall }));
  if (visit.expected > 0) said.push(t("visit-expected", { count: visit.expected }));
  if (said.length === 0 && visit.waiting.length === 0) said.push(t("visit-nobody"));
  return said.join(" · ");
}

/** The card of one visit. */
export function Visit({ visit, view, now, firstSeat, onInvite }: VisitProps) {
  const id = useId();
  const over = isOver(visit);
  return (
    <li
      class={visit.waiting.length > 0 ? "visit visit-waited" : over ? "visit visit-over" : "visit"}
      aria-labelledby={id}
    >
      <div class="visit-head">
        <h2 id={id} class="visit-time">
          <time dateTime={visit.startsAt.toISOString()}>
            {isLaterDay(visit.startsAt, now)
              ? t("visit-day-time", { day: dayWord(visit.startsAt, now), time: timeOfDay(visit.startsAt) })
              : timeOfDay(visit.startsAt)}
          </time>{" "}
          <span class="visit-length">{t("visit-length", { minutes: visit.minutes })}</span>
          {visit.alias !== null && <span class="visit-alias"> {t("alias-patient", { alias: visit.alias })}</span>}
        </h2>
        <p class="badges">
          <span class={`badge badge-${visit.state}`}>{t(`visit-state-${visit.state}`)}</span>
          {visit.sensitive && <span class="badge">{t("visit-sensitive")}</span>}
          {visit.alias !== null && <span class="badge">{t("visit-marked")}</span>}
          {visit.delayMinutes !== null && visit.delayMinutes > 0 && (
            <span class="badge">{t("visit-late", { minutes: visit.delayMinutes })}</span>
          )}
        </p>
        {!over && <p class="visit-who">{who(visit)}</p>}
      </div>
      {visit.locked && <Locked visit={visit} now={now} onOpen={(reason) => view.openMarked(visit.visit, reason)} />}
      {!visit.locked && visit.waiting.length > 0 && (
        <ul class="visit-waiting">
          {visit.waiting.map((person) => (
            <li key={person.seat}>
              <WaitingRow
                person={person}
                now={now}
                first={person.seat === firstSeat}
                onAdmit={() => view.enter(visit.visit, person.seat)}
                onRefuse={(reason) => view.refuse(visit.visit, person.seat, reason)}
                onNote={(text) => view.note(visit.visit, person.seat, text)}
              />
              {visit.patients
                .filter(({ seat }) => seat === person.seat)
                .map((patient) => (
                  <Patient
                    key={patient.seat}
                    patient={patient}
                    shownName={person.name}
                    onDiscard={() => view.discardPatient(visit.visit, patient.seat)}
                  />
                ))}
            </li>
          ))}
        </ul>
      )}
      <Patients
        patients={visit.patients.filter(({ seat }) => !visit.waiting.some((person) => person.seat === seat))}
        onDiscard={(seat) => view.discardPatient(visit.visit, seat)}
      />
      {!over && !visit.locked && <Tools visit={visit} view={view} onInvite={onInvite} />}
    </li>
  );
}

function Tools({ visit, view, onInvite }: Pick<VisitProps, "visit" | "view" | "onInvite">) {
  const id = useId();
  // A delay set elsewhere may be none of those offered here; it is shown all the same.
  const delays = [...new Set<number>([...DELAYS, visit.delayMinutes || 5])].sort((a, b) => a - b);
  return (
    <div class="visit-tools">
      <Button icon="door" onClick={() => view.enter(visit.visit)}>
        {visit.inCall > 0 ? t("visit-go-in-again") : t("visit-go-in")}
      </Button>
      <Button icon="invite" kind="quiet" onClick={onInvite}>
        {t("invite")}
      </Button>
      <p class="visit-delay">
        <label for={id}>{t("visit-delay")}</label>
        <select
          id={id}
          class="input"
          value={String(visit.delayMinutes ?? 0)}
          onChange={(event) => view.delay(visit.visit, Number(event.currentTarget.value) || null)}
        >
          <option value="0">{t("visit-on-time")}</option>
          {delays.map((minutes) => (
            <option key={minutes} value={String(minutes)}>
              {t("visit-late", { minutes })}
            </option>
          ))}
        </select>
      </p>
      <MarkTool visit={visit} onMark={(marked) => view.mark(visit.visit, marked)} />
      {visit.state === "inSession" && (
        <span class="visit-end">
          <Button kind="danger" onClick={() => view.end(visit.visit)}>
            {t("end-visit")}
          </Button>
        </span>
      )}
    </div>
  );
}
