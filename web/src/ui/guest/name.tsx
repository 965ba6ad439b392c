// Asks what to call the person.

import { useId, useRef, useState } from "preact/hooks";
import type { GuestView } from "../../call/view";
import { Button } from "../parts/button";
import { Heading } from "../parts/heading";
import { t } from "../texts/texts";
import { Check } from "./checks";

/** Longest name taken, in characters; the card that carries it has room for more. */
const LONGEST = 80;

/** The field 'Your name'. */
export function Name({ view }: { readonly view: GuestView }) {
  const field = useRef<HTMLInputElement>(null);
  const [missing, setMissing] = useState(false);
  const form = useId();
  const host = view.invitation.value?.hostName ?? t("the-practice");

  function goOn(event: Event): void {
    event.preventDefault();
    if (view.name.value.trim() === "") {
      setMissing(true);
      field.current?.focus();
      return;
    }
    view.next();
  }

  return (
    <form id={form} class="whole" onSubmit={goOn} noValidate>
      <Check
        view={view}
        forward={
          <Button kind="primary" submit>
            {t("continue")}
          </Button>
        }
      >
        <Heading>{t("name-title")}</Heading>
        <p class="lead">{t("name-lead", { host })}</p>
        <p class="field">
          <label for={`${form}-name`}>{t("name-label")}</label>
          <input
            ref={field}
            id={`${form}-name`}
            class="input"
            type="text"
            autoComplete="name"
            maxLength={LONGEST}
            value={view.name.value}
            aria-invalid={missing ? "true" : undefined}
            aria-describedby={missing ? `${form}-missing ${form}-hint` : `${form}-hint`}
            onInput={(event) => {
              view.setName(event.currentTarget.value);
              setMissing(false);
            }}
          />
          {missing && (
            <span id={`${form}-missing`} class="field-wrong" role="alert">
              {t("name-missing")}
            </span>
          )}
          <span id={`${form}-hint`} class="field-hint">
            {t("name-hint")}
          </span>
        </p>
      </Check>
    </form>
  );
}
