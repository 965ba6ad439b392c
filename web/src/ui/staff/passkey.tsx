// Making the passkey: what it is, the device's question, and what to do where it does not work or is not there.

import type { EnrolmentView, EnrolmentTrouble as Trouble } from "../../call/view";
import { Button } from "../parts/button";
import { Heading } from "../parts/heading";
import { Notice, Wait } from "../parts/notice";
import { t } from "../texts/texts";
import { Step } from "./step";

type WayIn = Pick<
  EnrolmentView,
  "practice" | "progress" | "back" | "busy" | "trouble" | "hasPasskeys" | "makePasskey" | "usePassword"
>;

/** The step between the questions and the sheet. */
export function Passkey({ view }: { readonly view: WayIn }) {
  const busy = view.busy.value;
  const trouble = view.trouble.value;
  return (
    <Step
      view={view}
      canGoBack={busy === null}
      onSubmit={() => (view.hasPasskeys ? view.makePasskey() : view.usePassword())}
      actions={
        <>
          {view.hasPasskeys && (
            <Button kind="primary" submit busy={busy !== null}>
              {t("enrol-passkey-make")}
            </Button>
          )}
          <Button
            kind={view.hasPasskeys ? "quiet" : "primary"}
            submit={!view.hasPasskeys}
            busy={busy !== null}
            onClick={view.hasPasskeys ? () => view.usePassword() : undefined}
          >
            {t("password-instead")}
          </Button>
        </>
      }
    >
      <Heading>{view.hasPasskeys ? t("enrol-passkey-title") : t("password-no-passkeys")}</Heading>
      <div aria-live="polite">
        {busy === "passkey" && <Wait>{t("passkey-asking")}</Wait>}
        {busy === "keys" && <Wait>{t("enrol-keys-making")}</Wait>}
        {trouble && <EnrolmentTrouble trouble={trouble} />}
      </div>
      {view.hasPasskeys ? (
        <>
          <p class="lead">{t("passkey-what")}</p>
          <p>{t("enrol-passkey-words")}</p>
        </>
      ) : (
        <p class="lead">{t("password-no-passkeys-words")}</p>
      )}
    </Step>
  );
}

/** Why enrolling did not get further, and what to do. */
export function EnrolmentTrouble({ trouble }: { readonly trouble: Trouble }) {
  return (
    <Notice kind="warn" icon="warning">
      <strong>{t(`enrol-trouble-${trouble}`)}</strong>
      <p>{t(`enrol-trouble-${trouble}-next`)}</p>
    </Notice>
  );
}
