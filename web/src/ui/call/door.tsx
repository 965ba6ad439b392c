// Who waits at the door of the running visit, for the clinician.

import type { HostControls } from "../../call/view";
import { useArrivalSound } from "../parts/chime";
import { useNow } from "../parts/now";
import { WaitingRow } from "../parts/waiting-row";
import { t } from "../texts/texts";

/** One row per waiting person; nothing if nobody waits. */
export function AtTheDoor({ host }: { readonly host: HostControls }) {
  const waiting = host.waiting.value;
  const now = useNow();
  useArrivalSound(new Set(waiting.map((person) => person.seat)));
  return (
    <section class="door" aria-label={t("door")} aria-live="polite">
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
