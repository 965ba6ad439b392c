// The page of a patient with an account: contact data, what the practice holds, taking it away, the ways in, and the end of the account.

import "../styles/desk.css";
import "../styles/patient.css";
import "../styles/staff.css";
import type { Confirmed, PatientAccountView } from "../../call/view";
import { Heading } from "../parts/heading";
import { Notice, Reconnecting } from "../parts/notice";
import { NewcomersNotice, StaffHead } from "../parts/staff-head";
import { PasswordMaking } from "../staff/password-making";
import { Renewal } from "../staff/renewal";
import { Ways } from "../staff/ways";
import { t } from "../texts/texts";
import { Contact } from "./contact";
import { Download } from "./download";
import { Erase } from "./erase";
import { Held } from "./held";

/** The page, or what is being made in front of it. */
export function PatientAccount({ view }: { readonly view: PatientAccountView }) {
  const { own } = view;
  const contact = view.contact.value;
  const renewal = own.renewal.value;
  if (renewal) return <Renewal view={renewal} />;
  const making = own.making.value;
  if (making) return <PasswordMaking view={making} />;
  return (
    <div class="desk">
      <StaffHead
        practice={view.practiceName}
        name={contact === null || contact === "closed" ? own.account.name : contact.name}
        account={own.account}
      />
      <NewcomersNotice account={own.account} />
      {own.reconnecting.value && <Reconnecting />}
      <main class="desk-main">
        <div class="desk-title">
          <div>
            <Heading>{t("account-title")}</Heading>
            <p class="lead">{t("patient-lead")}</p>
          </div>
        </div>
        <div aria-live="polite">{view.confirmed.value && <ConfirmedNotice confirmed={view.confirmed.value} />}</div>
        <Contact view={view} />
        <Held view={view} />
        <Download view={view} />
        <Ways view={own} />
        <Erase view={view} />
      </main>
    </div>
  );
}

function ConfirmedNotice({ confirmed }: { readonly confirmed: Confirmed }) {
  if (confirmed.state === "confirmed") {
    return (
      <Notice kind="good" icon="check">
        <strong>{t("patient-confirmed-title")}</strong>
        <p>{t("patient-confirmed", { name: confirmed.by })}</p>
      </Notice>
    );
  }
  return (
    <Notice
      kind={confirmed.state === "wrong" ? "bad" : "plain"}
      icon={confirmed.state === "wrong" ? "warning" : "clock"}
    >
      <strong>{t(`patient-${confirmed.state}-title`)}</strong>
      <p>{t(`patient-${confirmed.state}`)}</p>
    </Notice>
  );
}
