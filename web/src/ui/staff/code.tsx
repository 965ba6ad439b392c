// Signing in with the recovery sheet: one field for its code.

import "../styles/staff.css";
import { useState } from "preact/hooks";
import type { CodeSignInView } from "../../call/view";
import { Button } from "../parts/button";
import { Field } from "../parts/field";
import { Heading } from "../parts/heading";
import { Notice, Wait } from "../parts/notice";
import { FormPage } from "../parts/page";
import { t } from "../texts/texts";

/** Longest code taken, in characters: 32, and what people put between them. */
const LONGEST_CODE = 100;

/** The last way in. */
export function Code({ view }: { readonly view: CodeSignInView }) {
  const [code, setCode] = useState("");
  const [missing, setMissing] = useState(false);
  const busy = view.busy.value;
  const trouble = view.trouble.value;
  const wrong = missing ? t("code-missing") : view.mistyped.value ? t("code-mistyped") : null;
  return (
    <FormPage
      onSubmit={() => {
        const lacks = code.trim() === "";
        setMissing(lacks);
        if (!lacks) view.signIn(code);
      }}
      onBack={busy ? null : () => view.back()}
      actions={
        <Button kind="primary" submit busy={busy}>
          {t("code-sign-in")}
        </Button>
      }
    >
      <Heading>{t("code-title")}</Heading>
      <p class="lead">{t("code-lead")}</p>
      <Field
        label={t("code-label")}
        isCode
        longest={LONGEST_CODE}
        value={code}
        hint={t("code-hint")}
        wrong={wrong}
        onInput={(typed) => {
          setCode(typed);
          setMissing(false);
        }}
      />
      <div aria-live="polite">
        {busy && <Wait>{t("sign-in-opening")}</Wait>}
        {trouble && (
          <Notice kind="warn" icon="warning">
            <strong>{t(`code-trouble-${trouble}`)}</strong>
            <p>{t(`code-trouble-${trouble}-next`)}</p>
          </Notice>
        )}
      </div>
    </FormPage>
  );
}
