// What the practice holds about a patient, on their page: the visits, and who did what with them and when.

import type { HeldEntryView, HeldView, PatientAccountView } from "../../call/view";
import { Button } from "../parts/button";
import { Disclosure } from "../parts/disclosure";
import { Wait } from "../parts/notice";
import { fullDate } from "../texts/calendar";
import { t } from "../texts/texts";
import { visitWords, whatWords, when, whoWords } from "./held-words";
import { PatientTrouble } from "./trouble";

/** Entries shown at once. More would push everything else off the screen. */
const AT_ONCE = 5;

/** All of it, the latest first. */
export function Held({ view }: { readonly view: PatientAccountView }) {
  const held = view.held.value;
  const trouble = view.heldTrouble.value;
  return (
    <section class="account-part">
      <h2>{t("patient-held")}</h2>
      <p>{t("patient-held-words")}</p>
      <div class="account-live" aria-live="polite">
        {!held && !trouble && <Wait>{t("patient-held-loading")}</Wait>}
        {trouble && <PatientTrouble trouble={trouble} />}
      </div>
      {trouble && (
        <div class="row">
          <Button onClick={() => view.look()}>{t("try-again")}</Button>
        </div>
      )}
      {held && <Known held={held} />}
    </section>
  );
}

function Known({ held }: { readonly held: HeldView }) {
  const { madeAt, visits, entries } = held;
  return (
    <>
      <p>{t("patient-held-made", { day: fullDate(madeAt) })}</p>
      <h3>{t("patient-visits")}</h3>
      {visits.length === 0 && <p>{t("patient-visits-none")}</p>}
      <ul class="staff" aria-label={t("patient-visits")}>
        {visits.map((visit) => (
          <li key={visit.visit} class="colleague">
            <p class="colleague-name">{when(visit.startsAt)}</p>
            {visitWords(visit).map((words) => (
              <p key={words} class="colleague-roles">
                <bdi>{words}</bdi>
              </p>
            ))}
          </li>
        ))}
      </ul>
      <h3>{t("patient-entries")}</h3>
      <p>{entries.length === 0 ? t("patient-entries-none") : t("patient-entries-words")}</p>
      <Entries entries={entries.slice(0, AT_ONCE)} />
      {entries.length > AT_ONCE && (
        <Disclosure title={t("patient-entries-more", { count: entries.length - AT_ONCE })}>
          <Entries entries={entries.slice(AT_ONCE)} />
        </Disclosure>
      )}
    </>
  );
}

function Entries({ entries }: { readonly entries: readonly HeldEntryView[] }) {
  return (
    <ul class="entries">
      {entries.map((entry, index) => (
        <li key={`${index} ${entry.at.getTime()}`}>
          <time class="entry-when" dateTime={entry.at.toISOString()}>
            {when(entry.at)}
          </time>
          <span>
            <strong>
              <bdi>{whoWords(entry)}</bdi>
            </strong>{" "}
            {whatWords(entry)}
          </span>
        </li>
      ))}
    </ul>
  );
}
