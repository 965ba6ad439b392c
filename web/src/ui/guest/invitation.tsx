// The first screen: who invites, when, and that the visit is private. It asks for nothing.

import type { GuestView, InvitationSummary } from "../../call/view";
import { Button } from "../parts/button";
import { Disclosure } from "../parts/disclosure";
import { Heading } from "../parts/heading";
import { Icon } from "../parts/icon";
import { Notice, Points, Reconnecting, Wait } from "../parts/notice";
import { useNow } from "../parts/now";
import { Page } from "../parts/page";
import { dayWord, t, timeOfDay } from "../texts/texts";

export interface InvitationProps {
  readonly view: GuestView;
  readonly invitation: InvitationSummary;
}

/** Who invites this person, and what they may trust in. */
export function Invitation({ view, invitation }: InvitationProps) {
  const now = useNow(60_000);
  const { practiceName, hostName, startsAt, minutes } = invitation;
  const { account } = view;
  return (
    <Page
      practice={practiceName}
      banner={view.reconnecting.value && <Reconnecting />}
      actions={
        <>
          <Button kind="primary" onClick={() => view.next()}>
            {t("continue")}
          </Button>
          <p class="aside">{t("invitation-nothing-on")}</p>
        </>
      }
    >
      <Heading title={t("invitation-tab")}>{t("invitation-title", { host: hostName })}</Heading>
      {view.away.value && (
        <Notice icon="info" live>
          <strong>{t("away-title")}</strong>
          <p>{t("away-words")}</p>
        </Notice>
      )}
      <p class="lead">
        {invitation.role === "companion"
          ? t("invitation-lead-companion", { practice: practiceName })
          : t("invitation-lead", { practice: practiceName })}
      </p>
      <p class="when">
        <Icon name="clock" />
        <span>
          <strong>{t("invitation-when", { day: dayWord(startsAt, now), time: timeOfDay(startsAt) })}</strong>
          <span class="when-length">{t("invitation-length", { minutes })}</span>
        </span>
      </p>
      <Points
        points={[
          { icon: "lock", title: t("promise-private"), words: t("promise-private-words") },
          { icon: "nothing", title: t("promise-unrecorded"), words: t("promise-unrecorded-words") },
          { icon: "door", title: t("promise-simple"), words: t("promise-simple-words") },
        ]}
      />
      <Disclosure title={t("how-private-title")}>
        <HowPrivate />
      </Disclosure>
      {account.offered.value && (
        <p>
          <Button kind="quiet" icon="alone" busy={account.fetching.value === "yes"} onClick={() => account.start()}>
            {t("account-offer")}
          </Button>
        </p>
      )}
      <div aria-live="polite">
        {account.fetching.value === "yes" && <Wait>{t("account-offer-fetching")}</Wait>}
        {account.fetching.value === "failed" && (
          <Notice kind="warn" icon="warning">
            {t("account-offer-failed")}
          </Notice>
        )}
      </div>
    </Page>
  );
}

/** How a visit is kept private, in plain words; read before joining, without an account. */
function HowPrivate() {
  return (
    <>
      <h2>{t("how-sealed-title")}</h2>
      <p>{t("how-sealed-words")}</p>
      <h2>{t("how-who-title")}</h2>
      <p>{t("how-who-words")}</p>
      <h2>{t("how-code-title")}</h2>
      <p>{t("how-code-words")}</p>
      <h2>{t("how-kept-title")}</h2>
      <p>{t("how-kept-words")}</p>
      <h2>{t("how-limits-title")}</h2>
      <p>{t("how-limits-words")}</p>
    </>
  );
}
