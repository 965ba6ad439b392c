// What the practice holds about a patient, in words: for the own page, and for the page that can be downloaded.

import type { HeldEntryView, HeldVisitView } from "../../call/view";
import { fullDate } from "../texts/calendar";
import { t, timeOfDay } from "../texts/texts";

/** The text, or the word of the audit log where there is no text for it: then `t` gives the id, which ends with the word. */
function orWord(text: string, word: string): string {
  return text.endsWith(`-${word}`) ? word : text;
}

/** What is done by someone who is signed in, or tries to be; all else that a patient does, whoever has the link can do. */
const OWN_ACTS = new Set([
  "signIn",
  "proveAgain",
  "signOut",
  "readAccount",
  "changeWays",
  "changeContact",
  "readHeld",
  "eraseAccount",
]);

/** Who did it: a name, or what is known of them. */
export function whoWords({ staff, role, act, outcome }: HeldEntryView): string {
  if (role === "patient" && OWN_ACTS.has(act)) return outcome === "denied" ? t("held-you-perhaps") : t("held-you");
  return staff ?? orWord(t(`held-role-${role}`), role);
}

/** What was done, how it went, and why. */
export function whatWords({ act, outcome, reason }: HeldEntryView): string {
  const words = [orWord(t(`held-act-${act}`), act)];
  if (outcome !== "done") words.push(orWord(t(`patient-entry-${outcome}`), outcome));
  if (act === "openMarked" && reason !== null) {
    words.push(`– ${t("patient-entry-reason", { reason: orWord(t(`held-reason-${reason}`), reason) })}`);
  }
  return words.join(" ");
}

/** A moment with its date and year. */
export function when(at: Date): string {
  return t("patient-visit", { day: fullDate(at), time: timeOfDay(at) });
}

/** What there is to say of a visit beside when it was. */
export function visitWords({ minutes, clinician, state, consentVersion }: HeldVisitView): readonly string[] {
  return [
    t("patient-visit-facts", { minutes, clinician }),
    t(`visit-state-${state}`),
    ...(consentVersion === null ? [] : [t("patient-visit-consent", { version: consentVersion })]),
  ];
}
