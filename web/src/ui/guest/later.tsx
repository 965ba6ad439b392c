// What comes after the questions, apart from the call: the waiting room, the receipt, a seat held elsewhere, consent not given.

import "../styles/checks.css";
import type { GuestView } from "../../call/view";
import { Button } from "../parts/button";
import { Heading } from "../parts/heading";
import { Notice, Reconnecting } from "../parts/notice";
import { Page } from "../parts/page";
import { Receipt } from "../parts/receipt";
import { Contested } from "../parts/seat";
import { t } from "../texts/texts";
import { CallPractice } from "./problem";
import { Waiting } from "./waiting";

export interface LaterProps {
  readonly view: GuestView;
  readonly screen: "waiting" | "ended" | "taken" | "declined";
}

/** The screen named, and the question about the seat over it. */
export function Later({ view, screen }: LaterProps) {
  const Screen = { waiting: Waiting, ended: Ended, taken: Taken, declined: Declined }[screen];
  return (
    <>
      <Screen view={view} />
      <Contested seat={view} />
    </>
  );
}

function Ended({ view }: { readonly view: GuestView }) {
  const receipt = view.receipt.value;
  const practice = view.invitation.value?.practiceName ?? null;
  // Without a receipt, the person left before the server knew of them, or could not be told.
  const left = receipt?.leftEarly ?? true;
  return (
    <Page practice={practice}>
      <Heading>{left ? t("ended-title-left") : t("ended-title")}</Heading>
      <p class="lead">{left ? t("ended-lead-left") : t("ended-lead")}</p>
      {receipt && <Receipt receipt={receipt} />}
      <p class="aside">{t("ended-close")}</p>
    </Page>
  );
}

function Taken({ view }: { readonly view: GuestView }) {
  return (
    <Page
      practice={view.invitation.value?.practiceName ?? null}
      banner={view.reconnecting.value && <Reconnecting />}
      actions={
        <>
          <Button kind="primary" onClick={() => view.takeSeat()}>
            {t("taken-take")}
          </Button>
          <Button kind="quiet" onClick={() => view.leave()}>
            {t("taken-stop")}
          </Button>
        </>
      }
    >
      <Heading>{t("taken-title")}</Heading>
      <p class="lead">{t("taken-lead")}</p>
      <Notice icon="info">{t("taken-words")}</Notice>
    </Page>
  );
}

function Declined({ view }: { readonly view: GuestView }) {
  const invitation = view.invitation.value;
  return (
    <Page
      practice={invitation?.practiceName ?? null}
      actions={
        <>
          {invitation?.telephone && (
            <CallPractice practice={invitation.practiceName} telephone={invitation.telephone} />
          )}
          <Button kind="quiet" onClick={() => view.back()}>
            {t("declined-back")}
          </Button>
        </>
      }
    >
      <Heading>{t("declined-title")}</Heading>
      <p class="lead">{t("declined-lead")}</p>
      <p>{t("declined-words")}</p>
    </Page>
  );
}
