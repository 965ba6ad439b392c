// Signing in: one button, quieter ways beside it, why one has to, and what to do where it does not work.

import type { SignInView } from "../../call/view";
import { Button } from "../parts/button";
import { Disclosure } from "../parts/disclosure";
import { Heading } from "../parts/heading";
import { Notice, Wait } from "../parts/notice";
import { Page } from "../parts/page";
import { t } from "../texts/texts";

/** The page at `/sign-in`. */
export function SignIn({ view }: { readonly view: SignInView }) {
  const why = view.why.value;
  const busy = view.busy.value;
  const trouble = view.trouble.value;
  return (
    <Page
      actions={
        <>
          {view.hasPasskeys && (
            <Button kind="primary" busy={busy !== null} onClick={() => view.signIn()}>
              {t("sign-in-passkey")}
            </Button>
          )}
          <Button
            kind={view.hasPasskeys ? "secondary" : "primary"}
            busy={busy !== null}
            onClick={() => view.toPassword()}
          >
            {t("password-instead")}
          </Button>
          <Button kind="quiet" busy={busy !== null} onClick={() => view.toCode()}>
            {t("sign-in-code")}
          </Button>
        </>
      }
    >
      <Heading>{t("sign-in-title")}</Heading>
      <p class="lead">{t("sign-in-lead")}</p>
      <div aria-live="polite">
        {why && (
          <Notice
            kind={why === "leftUntold" || why === "leftUntoldEverywhere" ? "warn" : "plain"}
            icon={why === "leftUntold" || why === "leftUntoldEverywhere" ? "warning" : "info"}
          >
            {t(`signed-out-${why}`)}
          </Notice>
        )}
        {busy === "passkey" && <Wait>{t("passkey-asking")}</Wait>}
        {busy === "opening" && <Wait>{t("sign-in-opening")}</Wait>}
        {trouble && (
          <Notice kind="warn" icon="warning">
            <strong>{t(`sign-in-trouble-${trouble}`)}</strong>
            <p>{t(`sign-in-trouble-${trouble}-next`)}</p>
          </Notice>
        )}
      </div>
      <Disclosure title={t("passkey-what-title")}>
        <p>{t("passkey-what")}</p>
        <p>{t("sign-in-no-account")}</p>
      </Disclosure>
    </Page>
  );
}
