// The waiting room: one's place, where the clinician is, what the practice says, and one's own small picture.

import type { GuestView, WaitingView } from "../../call/view";
import { Button } from "../parts/button";
import { Heading } from "../parts/heading";
import { Notice, Reconnecting } from "../parts/notice";
import { Page } from "../parts/page";
import { Video } from "../parts/video";
import { t, timeOfDay } from "../texts/texts";

const hostIds: Readonly<Record<WaitingView["host"], string>> = {
  away: "waiting-host-away",
  atDesk: "waiting-host-desk",
  inAnotherVisit: "waiting-host-busy",
  here: "waiting-host-here",
};

/** Waiting, with nothing to do. */
export function Waiting({ view }: { readonly view: GuestView }) {
  const waiting = view.waiting.value;
  const invitation = view.invitation.value;
  const host = invitation?.hostName ?? t("the-practice");
  const preview = view.devices.preview.value;
  return (
    <Page
      practice={invitation?.practiceName ?? null}
      banner={view.reconnecting.value && <Reconnecting />}
      actions={
        <Button icon="leave" onClick={() => view.leave()}>
          {t("leave")}
        </Button>
      }
    >
      {/* Only what the server has said: before that, nobody at the practice can know. */}
      <Heading>{t(waiting ? "waiting-title" : "waiting-title-entering")}</Heading>
      <div class="waiting-state" aria-live="polite">
        <span class="breath" aria-hidden="true" />
        <div>
          {waiting && <p class="waiting-place">{t("waiting-place", { before: Math.max(0, waiting.place - 1) })}</p>}
          <p>{t(waiting ? hostIds[waiting.host] : "waiting-arriving", { host })}</p>
          {waiting?.delayMinutes != null && waiting.delayMinutes > 0 && (
            <p>
              <strong>{t("waiting-delay", { minutes: waiting.delayMinutes })}</strong>
            </p>
          )}
        </div>
      </div>
      {view.away.value && (
        <Notice icon="info" live>
          {t("waiting-away", { host })}
        </Notice>
      )}
      <div aria-live="polite" class="notes">
        {waiting?.notes.map((note) => (
          <Notice key={note.at.getTime()} icon="chat">
            <p class="note-from">{t("waiting-note-from", { host, time: timeOfDay(note.at) })}</p>
            <p class="note-words">{note.text}</p>
          </Notice>
        ))}
      </div>
      <p>{t("waiting-nothing-to-do", { host })}</p>
      {waiting && <p class="aside">{t("waiting-keep-place")}</p>}
      {preview && (
        <div class="preview-small">
          <div class="preview">
            <Video stream={preview} label={t("video-own")} muted mirrored />
          </div>
          <p class="aside">{t("waiting-unseen")}</p>
        </div>
      )}
    </Page>
  );
}
