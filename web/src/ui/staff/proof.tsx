// 'Show that it is you', in front of any page: with the passkey, the password, or the recovery sheet. Nothing behind it is lost.

import "../styles/staff.css";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ProofView } from "../../call/view";
import { Button } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { Field } from "../parts/field";
import { Notice, Wait } from "../parts/notice";
import { PasswordField } from "../parts/password-field";
import { t } from "../texts/texts";
import { AppCode } from "./app-code";

/** Longest code taken, in characters: 32, and what people put between them. */
const LONGEST_CODE = 100;

/** Whatever asked for it waits. */
export function Proof({ view }: { readonly view: ProofView }) {
  const way = view.way.value;
  const busy = view.busy.value;
  const trouble = view.trouble.value;
  return (
    <Dialog title={t("proof-title")} onClose={() => view.cancel()}>
      <p>{t("proof-words")}</p>
      <div class="account-live" aria-live="polite">
        {busy && <Wait>{t(`proof-busy-${way}`)}</Wait>}
        {trouble && (
          <Notice kind="warn" icon="warning">
            {t(`proof-trouble-${trouble}`)}
          </Notice>
        )}
      </div>
      {way === "passkey" && (
        <div class="actions">
          <Button kind="primary" busy={busy} onClick={() => view.usePasskey()}>
            {t("proof-passkey")}
          </Button>
        </div>
      )}
      {way === "password" && (view.codeNeeded.value ? <Code view={view} /> : <Password view={view} />)}
      {way === "sheet" && <Sheet view={view} />}
      <div class="actions">
        {view.ways
          .filter((other) => other !== way)
          .map((other) => (
            <Button key={other} kind="quiet" busy={busy} onClick={() => view.choose(other)}>
              {t(`proof-choose-${other}`)}
            </Button>
          ))}
        <Button kind="quiet" onClick={() => view.cancel()}>
          {t("proof-cancel")}
        </Button>
      </div>
    </Dialog>
  );
}

interface FormProps {
  readonly view: ProofView;
  readonly onSubmit: () => void;
  readonly children: ComponentChildren;
}

function Form({ view, onSubmit, children }: FormProps) {
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      <div class="actions">
        <Button kind="primary" submit busy={view.busy.value}>
          {t("continue")}
        </Button>
      </div>
    </form>
  );
}

function Password({ view }: { readonly view: ProofView }) {
  const [password, setPassword] = useState("");
  const [missing, setMissing] = useState(false);
  return (
    <Form
      view={view}
      onSubmit={() => {
        setMissing(password === "");
        if (password !== "") view.usePassword(password);
      }}
    >
      <p>
        {t("user-name")}: <bdi>{view.userName}</bdi>
      </p>
      <PasswordField
        label={t("password")}
        autoComplete="current-password"
        value={password}
        wrong={missing ? t("password-missing") : null}
        onInput={(typed) => {
          setPassword(typed);
          setMissing(false);
        }}
      />
    </Form>
  );
}

function Code({ view }: { readonly view: ProofView }) {
  const [code, setCode] = useState("");
  return (
    <Form view={view} onSubmit={() => view.enterCode(code)}>
      <AppCode value={code} wrong={view.wrongCode.value} onInput={setCode} />
    </Form>
  );
}

function Sheet({ view }: { readonly view: ProofView }) {
  const [code, setCode] = useState("");
  const [missing, setMissing] = useState(false);
  return (
    <Form
      view={view}
      onSubmit={() => {
        setMissing(code.trim() === "");
        if (code.trim() !== "") view.useSheet(code);
      }}
    >
      <Field
        label={t("code-label")}
        isCode
        longest={LONGEST_CODE}
        value={code}
        hint={t("code-hint")}
        wrong={missing ? t("code-missing") : null}
        onInput={(typed) => {
          setCode(typed);
          setMissing(false);
        }}
      />
    </Form>
  );
}
