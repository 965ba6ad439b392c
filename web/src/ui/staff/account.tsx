// The page of one's own account, for staff: what the practice has one down for, and the ways in.

import "../styles/desk.css";
import "../styles/staff.css";
import type { AccountView } from "../../call/view";
import { useArrivalSound, waitingSeats } from "../parts/chime";
import { Heading } from "../parts/heading";
import { Reconnecting } from "../parts/notice";
import { OpeningsNotice, StaffHead } from "../parts/staff-head";
import { t } from "../texts/texts";
import { PasswordMaking } from "./password-making";
import { Renewal } from "./renewal";
import { Roles } from "./roles";
import { Ways } from "./ways";

/** The page, or what is being made in front of it. */
export function Account({ view }: { readonly view: AccountView }) {
  const seats = waitingSeats(view.visits.value);
  useArrivalSound(seats);
  const renewal = view.renewal.value;
  if (renewal) return <Renewal view={renewal} />;
  const making = view.making.value;
  if (making) return <PasswordMaking view={making} />;
  return (
    <div class="desk">
      <StaffHead practice={view.practiceName} name={view.account.name} account={view.account} />
      <OpeningsNotice account={view.account} />
      {view.reconnecting.value && <Reconnecting />}
      <main class="desk-main">
        <div class="desk-title">
          <div>
            <Heading>{t("account-title")}</Heading>
            <p class="lead">{t("account-lead")}</p>
          </div>
        </div>
        {view.account.toDesk && (
          <p class="desk-count" aria-live="polite">
            {seats.size > 0 ? t("practice-waiting", { count: seats.size }) : ""}
          </p>
        )}
        <section class="colleague">
          <p class="colleague-name">
            <bdi>{view.account.name}</bdi>
          </p>
          <Roles roles={view.roles} />
        </section>
        <Ways view={view} />
      </main>
    </div>
  );
}
