// The head of the staff's pages: whose practice it is, who is signed in, the way to the other page, and out.

import { useState } from "preact/hooks";
import type { AccountControls } from "../../call/view";
import { t } from "../texts/texts";
import { Button } from "./button";
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
        <nav class="desk-ways" aria-label={t("staff-ways")}>
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
          <SignOut account={account} />
        </nav>
      )}
      <LanguageSwitch />
    </header>
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
