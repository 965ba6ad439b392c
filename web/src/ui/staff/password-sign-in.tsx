// Signing in with a user name and a password, and then the code of an app, where one is asked for.

import "../styles/staff.css";
import { useState } from "preact/hooks";
import type { PasswordSignInView } from "../../call/view";
import { Button } from "../parts/button";
import { Field, LONGEST_USER_NAME } from "../parts/field";
import { Heading } from "../parts/heading";
import { Notice, Wait } from "../parts/notice";
import { FormPage } from "../parts/page";
import { PasswordField } from "../parts/password-field";
import { t } from "../texts/texts";
import { AppCode } from "./app-code";

/** The second way in. */
export function PasswordSignIn({ view }: { readonly view: PasswordSignInView }) {
  const [userName, setUserName] = useState("");
  if (view.screen.value === "code") return <CodeStep view={view} />;
  return <PasswordStep view={view} userName={userName} onUserName={setUserName} />;
}

interface PasswordStepProps {
  readonly view: PasswordSignInView;
  readonly userName: string;
  readonly onUserName: (userName: string) => void;
}

function PasswordStep({ view, userName, onUserName }: PasswordStepProps) {
  const [password, setPassword] = useState("");
  const [missing, setMissing] = useState<"userName" | "password" | null>(null);
  const busy = view.busy.value !== null;
  return (
    <FormPage
      onSubmit={() => {
        const lacks = userName.trim() === "" ? "userName" : password === "" ? "password" : null;
        setMissing(lacks);
        if (!lacks) view.signIn(userName, password);
      }}
      onBack={busy ? null : () => view.back()}
      actions={
        <>
          <Button kind="primary" submit busy={busy}>
            {t("sign-in-title")}
          </Button>
          <Button kind="quiet" busy={busy} onClick={() => view.toCode()}>
            {t("sign-in-code")}
          </Button>
        </>
      }
    >
      <Heading>{t("password-in-title")}</Heading>
      <Field
        label={t("user-name")}
        isPlain
        longest={LONGEST_USER_NAME}
        autoComplete={view.offersPasskeys ? "username webauthn" : "username"}
        value={userName}
        wrong={missing === "userName" ? t("user-name-missing") : null}
        onInput={(typed) => {
          onUserName(typed);
          setMissing(null);
        }}
      />
      <PasswordField
        label={t("password")}
        autoComplete="current-password"
        value={password}
        wrong={missing === "password" ? t("password-missing") : null}
        onInput={(typed) => {
          setPassword(typed);
          setMissing(null);
        }}
      />
      <div aria-live="polite">
        <Busy view={view} />
        <Trouble view={view} />
      </div>
    </FormPage>
  );
}

function CodeStep({ view }: { readonly view: PasswordSignInView }) {
  const [code, setCode] = useState("");
  const busy = view.busy.value !== null;
  return (
    <FormPage
      onSubmit={() => {
        view.enterCode(code);
      }}
      onBack={busy ? null : () => view.back()}
      actions={
        <Button kind="primary" submit busy={busy}>
          {t("sign-in-title")}
        </Button>
      }
    >
      <Heading>{t("app-code-title")}</Heading>
      <p class="lead">{t("app-code-lead")}</p>
      <AppCode value={code} wrong={view.wrongCode.value} onInput={setCode} />
      <div aria-live="polite">
        <Busy view={view} />
        <Trouble view={view} />
      </div>
    </FormPage>
  );
}

function Busy({ view }: { readonly view: PasswordSignInView }) {
  const busy = view.busy.value;
  if (busy === "opening") return <Wait>{t("sign-in-opening")}</Wait>;
  if (busy === null) return null;
  return <Wait>{view.screen.value === "code" ? t("app-code-trying") : t("password-trying")}</Wait>;
}

function Trouble({ view }: { readonly view: PasswordSignInView }) {
  const trouble = view.trouble.value;
  if (!trouble) return null;
  return (
    <Notice kind="warn" icon="warning">
      <strong>{t(`password-in-trouble-${trouble}`)}</strong>
      <p>{t(`password-in-trouble-${trouble}-next`)}</p>
    </Notice>
  );
}
