// Asked over any screen when another browser opens the same link: keep the seat here, or let it go.

import type { ReadonlySignal } from "@preact/signals";
import { t } from "../texts/texts";
import { Button } from "./button";
import { Dialog } from "./dialog";

/** What the question needs; both the guest's and the clinician's view have it. */
export interface SeatQuestion {
  readonly contested: ReadonlySignal<number | null>;
  keepSeat(): void;
  yieldSeat(): void;
}

/** The question, while it is asked. */
export function Contested({ seat }: { readonly seat: SeatQuestion }) {
  const seconds = seat.contested.value;
  if (seconds === null) return null;
  return (
    <Dialog title={t("contested-title")}>
      <p>{t("contested-words")}</p>
      <p role="timer">{t("contested-seconds", { seconds })}</p>
      <div class="actions">
        <Button kind="primary" onClick={() => seat.keepSeat()}>
          {t("contested-keep")}
        </Button>
        <Button onClick={() => seat.yieldSeat()}>{t("contested-yield")}</Button>
      </div>
    </Dialog>
  );
}
