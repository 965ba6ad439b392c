// The wait of a colleague who has enrolled, until an administrator confirms them.

import type { UnconfirmedView } from "../../call/view";
import { Heading } from "../parts/heading";
import { Notice, Reconnecting, Wait } from "../parts/notice";
import { Page } from "../parts/page";
import { SignOut } from "../parts/staff-head";
import { t } from "../texts/texts";

/** What is waited for, and that nothing has to be done. */
export function Unconfirmed({ view }: { readonly view: UnconfirmedView }) {
  return (
    <Page
      practice={view.practiceName}
      banner={view.reconnecting.value && <Reconnecting />}
      actions={<SignOut account={view.account} />}
    >
      <Heading title={t("unconfirmed-tab")}>{t("unconfirmed-title", { name: view.account.name })}</Heading>
      <p class="lead">{t("unconfirmed-lead")}</p>
      <Wait>{t("unconfirmed-wait")}</Wait>
      <Notice kind="plain" icon="info">
        {t("unconfirmed-words")}
      </Notice>
    </Page>
  );
}
