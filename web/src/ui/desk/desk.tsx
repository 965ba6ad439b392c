// The clinician's desk: today's visits, who waits in each, and what to do about them.

import "../styles/desk.css";
import { useState } from "preact/hooks";
import type { DeskView, DeskVisitView } from "../../call/view";
import { Button } from "../parts/button";
import { soundOn, useArrivalSound, waitingSeats } from "../parts/chime";
import { DevicesDialog } from "../parts/devices-dialog";
import { Heading } from "../parts/heading";
import { InviteDialog } from "../parts/invite-dialog";
import { Notice, Reconnecting, Wait } from "../parts/notice";
import { useNow } from "../parts/now";
import { Page } from "../parts/page";
import { Receipt } from "../parts/receipt";
import { Contested } from "../parts/seat";
import { NewcomersNotice, OpeningsNotice, StaffHead } from "../parts/staff-head";
import { isLaterDay } from "../texts/calendar";
import { dayName, t } from "../texts/texts";
import { NewVisitDialog } from "./new-visit";
import { Visit } from "./visit";

/** The desk, the moment before a room, or the receipt of the visit just ended. */
export function Desk({ view }: { readonly view: DeskView }) {
  const screen = view.screen.value;
  return (
    <>
      {screen === "ended" ? (
        <Ended view={view} />
      ) : screen === "devices" ? (
        <Entering view={view} />
      ) : (
        <Today view={view} />
      )}
      <Contested seat={view} />
    </>
  );
}

/** While the browser asks for camera and microphone; the room opens by itself. */
function Entering({ view }: { readonly view: DeskView }) {
  return (
    <Page practice={view.practiceName.value} banner={view.reconnecting.value && <Reconnecting />}>
      <Heading>{t("desk-entering-title")}</Heading>
      <p class="lead">{t("desk-entering-lead")}</p>
      <Wait>{t("desk-entering-wait")}</Wait>
    </Page>
  );
}

function Ended({ view }: { readonly view: DeskView }) {
  const receipt = view.receipt.value;
  return (
    <Page
      practice={view.practiceName.value}
      actions={
        <Button kind="primary" onClick={() => view.backToDesk()}>
          {t("back-to-desk")}
        </Button>
      }
    >
      <Heading>{receipt?.leftEarly ? t("desk-ended-title-left") : t("ended-title")}</Heading>
      {receipt?.leftEarly && <p class="lead">{t("desk-ended-lead-left")}</p>}
      {receipt && <Receipt receipt={receipt} />}
    </Page>
  );
}

function Today({ view }: { readonly view: DeskView }) {
  const now = useNow();
  const [devices, setDevices] = useState(false);
  const [inviting, setInviting] = useState<string | null>(null);
  const [planning, setPlanning] = useState(false);
  const visits = [...view.visits.value].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  const seats = waitingSeats(visits);
  useArrivalSound(seats);
  const count = seats.size;
  const firstWaiting = visits.flatMap((visit) => visit.waiting).find((person) => person.genuine)?.seat ?? null;
  const today = visits.filter((visit) => !isLaterDay(visit.startsAt, now));
  const later = visits.filter((visit) => isLaterDay(visit.startsAt, now));
  const card = (visit: DeskVisitView) => (
    <Visit
      key={visit.visit}
      visit={visit}
      view={view}
      now={now}
      firstSeat={firstWaiting}
      onInvite={() => setInviting(visit.visit)}
    />
  );
  const tab = count > 0 ? t("desk-tab-waiting", { count }) : t("desk-tab");

  return (
    <div class="desk">
      <StaffHead practice={view.practiceName.value} name={view.staffName.value} account={view.account} />
      <NewcomersNotice account={view.account} />
      <OpeningsNotice account={view.account} />
      {view.reconnecting.value && <Reconnecting />}
      <main class="desk-main">
        <div class="desk-title">
          <div>
            <Heading title={tab}>{t("desk-title")}</Heading>
            <p class="lead">{dayName(now)}</p>
          </div>
          <div class="desk-tools">
            <label class="switch">
              <input
                type="checkbox"
                role="switch"
                checked={soundOn.value}
                aria-checked={soundOn.value}
                onChange={(event) => {
                  soundOn.value = event.currentTarget.checked;
                }}
              />
              <span>{t("desk-sound")}</span>
            </label>
            <Button
              kind={firstWaiting === null ? "primary" : "secondary"}
              icon="invite"
              onClick={() => setPlanning(true)}
            >
              {t("new-visit")}
            </Button>
            <Button icon="settings" onClick={() => setDevices(true)}>
              {t("devices")}
            </Button>
          </div>
        </div>
        <p class="desk-count" aria-live="polite">
          {t("desk-waiting", { count })}
        </p>
        {view.roomLost.value && (
          <Notice kind="warn" icon="warning" live>
            {t(`desk-room-${view.roomLost.value}`)}
          </Notice>
        )}
        {today.length === 0 && <p class="desk-none">{t("desk-none")}</p>}
        <ol class="visits">{today.map(card)}</ol>
        {later.length > 0 && (
          <>
            <h2 class="desk-later">{t("desk-later")}</h2>
            <ol class="visits">{later.map(card)}</ol>
          </>
        )}
      </main>
      {devices && <DevicesDialog devices={view.devices} onClose={() => setDevices(false)} />}
      {planning && <NewVisitDialog plan={(visit) => view.plan(visit)} onClose={() => setPlanning(false)} />}
      {inviting !== null && (
        <InviteDialog invite={(role) => view.invite(inviting, role)} onClose={() => setInviting(null)} />
      )}
    </div>
  );
}
