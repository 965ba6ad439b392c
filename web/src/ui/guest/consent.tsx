// Asks for consent to a visit by video, in the practice's own words.

import type { GuestView } from "../../call/view";
import { Button } from "../parts/button";
import { Heading } from "../parts/heading";
import { language, t } from "../texts/texts";
import { Check } from "./checks";

/** The practice's words; going on is agreeing. */
export function Consent({ view }: { readonly view: GuestView }) {
  const invitation = view.invitation.value;
  const words = invitation?.consent[language.value] ?? "";
  return (
    <Check
      view={view}
      second={
        <>
          <p class="aside">{t("consent-aside")}</p>
          <Button kind="quiet" onClick={() => view.decline()}>
            {t("consent-decline")}
          </Button>
        </>
      }
    >
      <Heading>{t("consent-title")}</Heading>
      <p class="lead">{t("consent-lead", { practice: invitation?.practiceName ?? t("the-practice") })}</p>
      <blockquote class="own-words">
        {words.split(/\n\s*\n/).map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </blockquote>
    </Check>
  );
}
