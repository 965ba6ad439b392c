// The head of the staff's pages: whose practice it is, who is signed in, the way to the other page, and out.

import { useState } from "preact/hooks";
import type { AccountControls } from "../../call/view";
import { t } from "../texts/texts";
import { Button } from "./button";
import { clientWords } from "./client";
import { Dialog } from "./dialog";
import { CurtainSign } from "./icon";
import { LanguageSwitch } from "./page";

export interface StaffHeadProps {
  readonly practice: string;
  readonly name: string;
  /** Null at a desk that was opened by a link: there is nothing to leave but the page. */
  readonly account: AccountControls | null;
}

/** Above the desk and the practice page. */
export function StaffHead({ practice, name, account }: StaffHeadProps) {
  return (
    <header class="desk-head">
      <p class="practice">
        <CurtainSign />
        <bdi>{practice || t("product-name")}</bdi>
      </p>
      <p class="desk-staff">
        <bdi>{name}</bdi>
      </p>
      {account && (
        <nav class="desk-ways" aria-label={t("staff-pages")}>
          {account.toDesk && (
            <Button kind="quiet" onClick={account.toDesk}>
              {t("staff-to-desk")}
            </Button>
          )}
          {account.toPractice && (
            <Button kind="quiet" icon="people" onClick={account.toPractice}>
              {t("staff-to-practice")}
            </Button>
          )}
          {account.toAccount && (
            <Button kind="quiet" icon="alone" onClick={account.toAccount}>
              {t("staff-to-account")}
            </Button>
          )}
          <SignOut account={account} />
        </nav>
      )}
      <LanguageSwitch />
    </header>
  );
}

/** Under the head: someone signed in to this account after this page did. */
export function NewcomersNotice({ account }: { readonly account: AccountControls | null }) {
  const newcomers = account?.newcomers.value;
  if (!account || !newcomers) return null;
  const { count, client } = newcomers;
  return (
    <div class="banner" role="alert">
      <p>{t("newcomers", { count, client: clientWords(client) })}</p>
      <div class="row">
        {account.toAccount && <Button onClick={account.toAccount}>{t("newcomers-look")}</Button>}
        <Button kind="quiet" onClick={() => account.dismissNewcomers()}>
          {t("newcomers-dismiss")}
        </Button>
      </div>
    </div>
  );
}

/** Under the head of the pages without the list: an officer hears of openings wherever they are. */
export function OpeningsNotice({ account }: { readonly account: AccountControls | null }) {
  const fresh = account?.openings?.fresh.value ?? 0;
  if (!account?.openings) return null;
  return (
    <div class="openings-live" aria-live="polite">
      {fresh > 0 && (
        <div class="banner">
          <p>{t("openings-fresh", { count: fresh })}</p>
          {account.toPractice && <Button onClick={account.toPractice}>{t("openings-look")}</Button>}
        </div>
      )}
    </div>
  );
}

/** The way out, here or everywhere. */
export function SignOut({ account }: { readonly account: AccountControls }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button kind="quiet" icon="leave" onClick={() => setAsking(true)}>
        {t("sign-out")}
      </Button>
      {asking && (
        <Dialog title={t("sign-out")} onClose={() => setAsking(false)}>
          <p>{t("sign-out-words")}</p>
          <div class="actions">
            <Button kind="primary" onClick={() => account.signOut(false)}>
              {t("sign-out-here")}
            </Button>
            <Button onClick={() => account.signOut(true)}>{t("sign-out-everywhere")}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
