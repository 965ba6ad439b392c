// Who waits at the door of the running visit, for the clinician.

import type { HostControls, WaitingPerson } from "../../call/view";
import { Button } from "../parts/button";
import { useArrivalSound } from "../parts/chime";
import { useNow } from "../parts/now";
import { WaitingRow } from "../parts/waiting-row";
import { t } from "../texts/texts";

/** Whether nothing speaks against letting them in together with others. */
function isWelcome(person: WaitingPerson): boolean {
  return person.genuine && person.caution === null && !person.admitting;
}

/** One row per waiting person, and all at once where several wait; nothing if nobody waits. */
export function AtTheDoor({ host }: { readonly host: HostControls }) {
  const waiting = host.waiting.value;
  const now = useNow();
  useArrivalSound(new Set(waiting.map((person) => person.seat)));
  const welcome = waiting.filter(isWelcome);
  return (
    <section class="door" aria-label={t("door")} aria-live="polite">
      {welcome.length > 1 && (
        <p class="door-all">
          <Button
            onClick={() => {
              for (const { seat } of welcome) host.admit(seat);
            }}
          >
            {t("admit-all", { count: welcome.length })}
          </Button>
        </p>
      )}
      {waiting.map((person) => (
        <WaitingRow
          key={person.seat}
          person={person}
          now={now}
          onAdmit={() => host.admit(person.seat)}
          onRefuse={(reason) => host.refuse(person.seat, reason)}
          onNote={(text) => host.note(person.seat, text)}
        />
      ))}
    </section>
  );
}
