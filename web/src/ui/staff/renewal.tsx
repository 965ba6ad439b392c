// A new recovery sheet, and a new passkey or password for whoever came in by the old one: why, the sheet, and the check that it was kept.

import "../styles/staff.css";
import type { RenewalView } from "../../call/view";
import { Button } from "../parts/button";
import { Heading } from "../parts/heading";
import { Notice, Wait } from "../parts/notice";
import { t } from "../texts/texts";
import { PasswordMaking } from "./password-making";
import { Kept, Sheet } from "./sheet";
import { Step } from "./step";
import { WaysTrouble } from "./ways-trouble";

/** Up to the moment at which the practice's computer takes what was made. */
export function Renewal({ view }: { readonly view: RenewalView }) {
  switch (view.screen.value) {
    case "start":
      return <Start view={view} />;
    case "password":
      return view.password.value && <PasswordMaking view={view.password.value} />;
    case "sheet":
      return <Sheet view={view} other={<Stop view={view} />} />;
    case "kept":
      return (
        <Kept
          view={view}
          finish={t("kept-finish")}
          finishing={t("renewal-finishing")}
          trouble={<Trouble view={view} />}
        />
      );
  }
}

function Start({ view }: { readonly view: RenewalView }) {
  const { why } = view;
  const busy = view.busy.value;
  const makes = why === "sheet" || view.hasPasskeys;
  return (
    <Step
      view={view}
      onSubmit={() => (makes ? view.make() : view.usePassword())}
      actions={
        <>
          {makes && (
            <Button kind="primary" submit busy={busy !== null}>
              {t(`renewal-make-${why}`)}
            </Button>
          )}
          {why === "lost" && (
            <Button
              kind={makes ? "secondary" : "primary"}
              submit={!makes}
              busy={busy !== null}
              onClick={makes ? () => view.usePassword() : undefined}
            >
              {t("password-instead")}
            </Button>
          )}
          <Stop view={view} />
        </>
      }
    >
      <Heading>{t(`renewal-title-${why}`)}</Heading>
      <p class="lead">{makes ? t(`renewal-lead-${why}`) : t("password-no-passkeys-words")}</p>
      <div aria-live="polite">
        {busy === "passkey" && <Wait>{t("passkey-asking")}</Wait>}
        {busy === "keys" && <Wait>{t("renewal-making")}</Wait>}
        <Trouble view={view} />
      </div>
      <Notice kind="plain" icon="info">
        {t(`renewal-words-${why}`)}
      </Notice>
    </Step>
  );
}

function Stop({ view }: { readonly view: RenewalView }) {
  return (
    <Button kind="quiet" busy={view.busy.value !== null} onClick={() => view.stop()}>
      {t(`renewal-stop-${view.why}`)}
    </Button>
  );
}

/** The old sheet is worth something until the practice's computer has said that it took the new one. */
function Trouble({ view }: { readonly view: RenewalView }) {
  const trouble = view.trouble.value;
  if (!trouble) return null;
  return (
    <WaysTrouble trouble={trouble} onSignIn={() => view.signOut()}>
      {trouble !== "conflict" && (
        <p>{view.screen.value === "kept" ? t("renewal-keep-both") : t("renewal-old-works")}</p>
      )}
    </WaysTrouble>
  );
}
