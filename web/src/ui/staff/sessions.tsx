// Somewhere the account is signed in: in which kind of browser, since when, and when it was last heard of.

import { useId } from "preact/hooks";
import type { SessionView } from "../../call/view";
import { Button } from "../parts/button";
import { clientWords } from "../parts/client";
import { momentWords } from "../texts/calendar";
import { t } from "../texts/texts";

export interface SessionCardProps {
  readonly session: SessionView;
  readonly now: Date;
  /** One is being ended. */
  readonly busy: boolean;
  readonly onEnd: () => void;
}

/** One session. */
export function SessionCard({ session, now, busy, onEnd }: SessionCardProps) {
  const id = useId();
  const { client, beganAt, seenAt, own } = session;
  return (
    <li class="colleague" aria-labelledby={id}>
      <h3 id={id} class="colleague-name">
        <bdi>{clientWords(client)}</bdi>
        {own && <span class="badge badge-staff-active">{t("session-own")}</span>}
      </h3>
      <p class="colleague-roles">{t("session-since", { moment: momentWords(beganAt, now) })}</p>
      <p class="colleague-roles">{t("session-seen", { moment: momentWords(seenAt, now) })}</p>
      {!own && (
        <div class="row">
          <Button kind="quiet" busy={busy} describedBy={id} onClick={onEnd}>
            {t("session-end")}
          </Button>
        </div>
      )}
    </li>
  );
}
