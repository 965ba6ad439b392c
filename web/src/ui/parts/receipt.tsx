// What was and was not kept of a visit.

import type { ReceiptView } from "../../call/view";
import { t, timeOfDay } from "../texts/texts";
import { Icon } from "./icon";

function Kept({
  title,
  icon,
  lines,
}: {
  readonly title: string;
  readonly icon: "check" | "nothing";
  readonly lines: readonly string[];
}) {
  return (
    <section class="receipt-part">
      <h2>{title}</h2>
      <ul>
        {lines.map((line) => (
          <li key={line}>
            <Icon name={icon} />
            <span>{line}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The receipt of one visit. */
export function Receipt({ receipt }: { readonly receipt: ReceiptView }) {
  const { beganAt, endedAt, people, retentionDays, consentVersion, leftEarly } = receipt;
  const kept = [t("receipt-kept-when", { days: retentionDays })];
  if (consentVersion !== null) kept.push(t("receipt-kept-consent", { version: consentVersion }));
  return (
    <div class="receipt">
      {beganAt && (
        <p class="receipt-when">{t("receipt-when", { from: timeOfDay(beganAt), to: timeOfDay(endedAt), people })}</p>
      )}
      <Kept
        title={leftEarly ? t("receipt-not-kept-on") : t("receipt-not-kept")}
        icon="nothing"
        lines={[t("receipt-not-picture"), t("receipt-not-chat"), t("receipt-not-name"), t("receipt-not-device")]}
      />
      <Kept title={t("receipt-kept")} icon="check" lines={kept} />
    </div>
  );
}
