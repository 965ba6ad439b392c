// The officer's list: who opened marked visits and why, and that they were looked at.

import { useId } from "preact/hooks";
import type { AccessView, OpeningsView } from "../../call/view";
import { Button } from "../parts/button";
import { Notice, Wait } from "../parts/notice";
import { dayName, t, timeOfDay } from "../texts/texts";

/** What is new is said aloud when it comes, and stands first. */
export function Openings({ view }: { readonly view: OpeningsView }) {
  const id = useId();
  const all = view.all.value;
  const fresh = view.fresh.value;
  return (
    <section class="account-part" aria-labelledby={id}>
      <h2 id={id}>{t("openings-title")}</h2>
      <p>{t("openings-lead")}</p>
      <p class="desk-count" aria-live="polite">
        {fresh > 0 ? t("openings-fresh", { count: fresh }) : ""}
      </p>
      {view.failed.value && (
        <Notice kind="warn" icon="warning" live>
          {t("openings-failed")}
        </Notice>
      )}
      {fresh > 0 && (
        <div class="row">
          <Button icon="check" busy={view.busy.value} onClick={() => view.see()}>
            {t("openings-see")}
          </Button>
        </div>
      )}
      {all === null ? (
        <Wait>{t("openings-loading")}</Wait>
      ) : all.length === 0 ? (
        <p class="desk-none">{t("openings-none")}</p>
      ) : (
        <ul class="staff" aria-labelledby={id}>
          {all.map((one) => (
            <Opening key={one.id} opening={one} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Opening({ opening }: { readonly opening: AccessView }) {
  const { alias, name, role, reason, at, fresh } = opening;
  return (
    <li class={fresh ? "colleague colleague-fresh" : "colleague"}>
      <div class="colleague-head">
        <p class="colleague-name">
          <bdi>{name}</bdi>
          {fresh && <span class="badge badge-staff-enrolled">{t("openings-new")}</span>}
        </p>
        <p class="aside">
          <time dateTime={at.toISOString()}>{t("openings-when", { day: dayName(at), time: timeOfDay(at) })}</time>
        </p>
      </div>
      <p>{t("openings-what", { alias: t("alias-patient", { alias }), reason: t(`access-reason-${reason}`) })}</p>
      <p class="colleague-roles">{t(`staff-role-${role}`)}</p>
    </li>
  );
}
