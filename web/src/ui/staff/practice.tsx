// The practice page: who works here, and what an administrator may do about it; for everyone else their own account.

import "../styles/desk.css";
import "../styles/staff.css";
import { useState } from "preact/hooks";
import type { PracticeView } from "../../call/view";
import { Button } from "../parts/button";
import { useArrivalSound, waitingSeats } from "../parts/chime";
import { Heading } from "../parts/heading";
import { Reconnecting, Wait } from "../parts/notice";
import { StaffHead } from "../parts/staff-head";
import { t } from "../texts/texts";
import { Colleague } from "./colleague";
import { InviteColleague } from "./invite-colleague";
import { Roles } from "./roles";

/** The page at `/practice`. */
export function Practice({ view }: { readonly view: PracticeView }) {
  const [inviting, setInviting] = useState(false);
  const staff = view.staff.value;
  const seats = waitingSeats(view.visits.value);
  useArrivalSound(seats);
  const firstToConfirm = staff?.find((colleague) => colleague.canConfirm)?.account ?? null;
  return (
    <div class="desk">
      <StaffHead practice={view.practiceName} name={view.account.name} account={view.account} />
      {view.reconnecting.value && <Reconnecting />}
      <main class="desk-main">
        <div class="desk-title">
          <div>
            <Heading>{view.canRead ? t("practice-title") : t("practice-own")}</Heading>
            <p class="lead">{view.canRead ? t("practice-lead") : t("practice-lead-own")}</p>
          </div>
          {view.canManage && (
            <div class="desk-tools">
              <Button
                kind={firstToConfirm === null ? "primary" : "secondary"}
                icon="invite"
                onClick={() => setInviting(true)}
              >
                {t("staff-invite")}
              </Button>
            </div>
          )}
        </div>
        {view.account.toDesk && (
          <p class="desk-count" aria-live="polite">
            {seats.size > 0 ? t("practice-waiting", { count: seats.size }) : ""}
          </p>
        )}
        {view.canRead ? (
          staff === null ? (
            <Wait>{t("practice-loading")}</Wait>
          ) : (
            <ul class="staff" aria-label={t("practice-title")}>
              {staff.map((colleague) => (
                <Colleague
                  key={colleague.account}
                  colleague={colleague}
                  isNext={colleague.account === firstToConfirm}
                  onConfirm={() => view.confirm(colleague.account)}
                  onEnd={() => view.end(colleague.account)}
                />
              ))}
            </ul>
          )
        ) : (
          <section class="colleague">
            <p class="colleague-name">
              <bdi>{view.account.name}</bdi>
            </p>
            <Roles roles={view.roles} />
          </section>
        )}
      </main>
      {inviting && (
        <InviteColleague invite={(name, roles) => view.invite(name, roles)} onClose={() => setInviting(false)} />
      )}
    </div>
  );
}
