// The practice page: who works here, and what an administrator may do about it.

import "../styles/desk.css";
import "../styles/staff.css";
import { useState } from "preact/hooks";
import type { PracticeView } from "../../call/view";
import { Button } from "../parts/button";
import { useArrivalSound, waitingSeats } from "../parts/chime";
import { Heading } from "../parts/heading";
import { Notice, Reconnecting, Wait } from "../parts/notice";
import { NewcomersNotice, StaffHead } from "../parts/staff-head";
import { t } from "../texts/texts";
import { Colleague } from "./colleague";
import { InviteColleague } from "./invite-colleague";
import { Openings } from "./openings";

/** The page at `/practice`. */
export function Practice({ view }: { readonly view: PracticeView }) {
  const [inviting, setInviting] = useState(false);
  const staff = view.staff.value;
  const seats = waitingSeats(view.visits.value);
  useArrivalSound(seats);
  const { openings } = view.account;
  const fresh = openings?.fresh.value ?? 0;
  const firstToConfirm = staff?.find((colleague) => colleague.canConfirm)?.account ?? null;
  return (
    <div class="desk">
      <StaffHead practice={view.practiceName} name={view.account.name} account={view.account} />
      <NewcomersNotice account={view.account} />
      {view.reconnecting.value && <Reconnecting />}
      <main class="desk-main">
        <div class="desk-title">
          <div>
            <Heading title={fresh > 0 ? t("practice-tab-openings", { count: fresh }) : t("practice-title")}>
              {t("practice-title")}
            </Heading>
            <p class="lead">{t("practice-lead")}</p>
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
        <RootKey view={view} />
        {openings && <Openings view={openings} />}
        {openings && <h2>{t("practice-list")}</h2>}
        {staff === null ? (
          <Wait>{t("practice-loading")}</Wait>
        ) : (
          <ul class="staff" aria-label={t("practice-title")}>
            {staff.map((colleague) => (
              <Colleague
                key={colleague.account}
                colleague={colleague}
                isNext={colleague.account === firstToConfirm}
                onConfirm={() => view.confirm(colleague.account)}
                onSignOut={() => view.signOut(colleague.account)}
                onEnd={() => view.end(colleague.account)}
              />
            ))}
          </ul>
        )}
      </main>
      {inviting && (
        <InviteColleague invite={(name, roles) => view.invite(name, roles)} onClose={() => setInviting(false)} />
      )}
    </div>
  );
}

/** Of the practice's root key that was handed on, where it could not be taken without a word. */
function RootKey({ view }: { readonly view: PracticeView }) {
  const root = view.root.value;
  return (
    <div class="account-live" aria-live="polite">
      {(root === "waiting" || root === "failed" || root === "foreign") && (
        <Notice kind={root === "foreign" ? "bad" : "warn"} icon="warning">
          <p>{t(`root-${root}`)}</p>
          {root !== "foreign" && (
            <div class="row">
              <Button onClick={() => view.takeRoot()}>{t("root-take")}</Button>
            </div>
          )}
        </Notice>
      )}
      {root === "taking" && <Wait>{t("root-taking")}</Wait>}
    </div>
  );
}
