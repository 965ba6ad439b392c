// Making a password: user name and password with advice while one types, the code app where there is one, and another user name where the first is taken.

import "../styles/staff.css";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { PasswordMakingView } from "../../call/view";
import { Button } from "../parts/button";
import { Disclosure } from "../parts/disclosure";
import { Field, LONGEST_USER_NAME, Tick } from "../parts/field";
import { Heading } from "../parts/heading";
import { Notice, Wait } from "../parts/notice";
import { FormPage } from "../parts/page";
import { PasswordField } from "../parts/password-field";
import { QrCode } from "../parts/qr-code";
import { number, t } from "../texts/texts";
import { AppCode } from "./app-code";

/** What was typed stays here while the app is set up. */
export function PasswordMaking({ view }: { readonly view: PasswordMakingView }) {
  const [password, setPassword] = useState("");
  switch (view.screen.value) {
    case "choose":
      return (
        <Choose
          view={view}
          password={password}
          onPassword={(typed) => {
            setPassword(typed);
            view.look(typed);
          }}
        />
      );
    case "app":
      return <App view={view} />;
    case "rename":
      return <Rename view={view} />;
  }
}

interface StepProps {
  readonly view: PasswordMakingView;
  readonly submit: string;
  readonly onSubmit: () => void;
  readonly children: ComponentChildren;
}

function Step({ view, submit, onSubmit, children }: StepProps) {
  const busy = view.busy.value;
  const trouble = view.trouble.value;
  return (
    <FormPage
      onSubmit={onSubmit}
      practice={view.practice.value}
      progress={view.progress?.value ?? null}
      onBack={busy ? null : () => view.back()}
      actions={
        <Button kind="primary" submit busy={busy !== null}>
          {submit}
        </Button>
      }
    >
      {children}
      <div aria-live="polite">
        {busy === "preparing" && <Wait>{t("password-preparing")}</Wait>}
        {busy === "finish" && <Wait>{t("password-finishing")}</Wait>}
        {trouble && (
          <Notice kind="warn" icon="warning">
            <strong>{t(`password-trouble-${trouble}`)}</strong>
            <p>{t(`password-trouble-${trouble}-next`)}</p>
          </Notice>
        )}
      </div>
    </FormPage>
  );
}

interface ChooseProps {
  readonly view: PasswordMakingView;
  readonly password: string;
  readonly onPassword: (password: string) => void;
}

function Choose({ view, password, onPassword }: ChooseProps) {
  const [tried, setTried] = useState(false);
  const advice = view.advice.value;
  const userName = view.userName.value;
  const listed = view.listed.value;
  const taken = advice.state === "needsApp" || advice.state === "enough";
  const words = adviceWords(view);
  return (
    <Step
      view={view}
      submit={t("password-set")}
      onSubmit={() => {
        setTried(true);
        view.choose(password);
      }}
    >
      <Heading>{t("password-title")}</Heading>
      <p class="lead">{t("password-lead")}</p>
      <UserName view={view} wrong={tried && userName.trim() === "" ? t("user-name-missing") : null} />
      <PasswordField
        label={t("password")}
        autoComplete="new-password"
        value={password}
        hint={t("password-hint")}
        wrong={tried && !taken && advice.state !== "checking" ? words : null}
        onInput={(typed) => {
          setTried(false);
          onPassword(typed);
        }}
      />
      <div class="account-live" aria-live="polite">
        {words && !(tried && !taken) && (
          <Notice kind={taken ? "good" : "plain"} icon={taken ? "check" : "info"}>
            {words}
          </Notice>
        )}
      </div>
      {advice.state !== "needsApp" && (
        <Tick
          label={t("password-with-app")}
          hint={t("password-with-app-hint")}
          checked={view.withApp.value}
          onChange={(on) => view.setWithApp(on)}
        />
      )}
      <Disclosure title={t("password-good-title")}>
        <p>{t("password-good")}</p>
        <p>{listed === null ? t("password-refused") : t("password-refused-most", { count: number(listed) })}</p>
        <p>{t("password-private")}</p>
      </Disclosure>
    </Step>
  );
}

function adviceWords(view: PasswordMakingView): string {
  const advice = view.advice.value;
  switch (advice.state) {
    case "empty":
      return "";
    case "short":
      return t("password-short", { missing: advice.missing });
    case "checking":
      return t("password-checking");
    case "listed":
      return t("password-listed");
    case "guessable":
      return `${t(`password-why-${advice.why}`)} ${t("password-guessable-next")}`;
    case "needsApp":
      return t("password-needs-app");
    case "enough":
      return t("password-enough");
  }
}

function UserName({ view, wrong }: { readonly view: PasswordMakingView; readonly wrong: string | null }) {
  return (
    <Field
      label={t("user-name")}
      isPlain
      autoComplete="username"
      longest={LONGEST_USER_NAME}
      value={view.userName.value}
      hint={t("user-name-hint")}
      wrong={view.taken.value ? t("user-name-taken") : wrong}
      onInput={(name) => view.setUserName(name)}
    />
  );
}

function App({ view }: { readonly view: PasswordMakingView }) {
  const [code, setCode] = useState("");
  const app = view.app.value;
  if (!app) return null;
  return (
    <Step view={view} submit={t("app-check")} onSubmit={() => view.confirm(code)}>
      <Heading>{t("app-title")}</Heading>
      <p class="lead">{t("app-lead")}</p>
      <QrCode text={app.address} label={t("app-picture")} />
      <p>{t("app-typed")}</p>
      <p class="app-secret" dir="ltr">
        {app.groups.map((group, index) => (
          <span key={`${index}-${group}`} class="sheet-group">
            {`${group} `}
          </span>
        ))}
      </p>
      <AppCode value={code} wrong={view.wrongCode.value} onInput={setCode} />
    </Step>
  );
}

function Rename({ view }: { readonly view: PasswordMakingView }) {
  const [tried, setTried] = useState(false);
  return (
    <Step
      view={view}
      submit={t("user-name-use")}
      onSubmit={() => {
        setTried(true);
        view.rename();
      }}
    >
      <Heading>{t("user-name-title")}</Heading>
      <p class="lead">{t("user-name-lead")}</p>
      <UserName view={view} wrong={tried && view.userName.value.trim() === "" ? t("user-name-missing") : null} />
    </Step>
  );
}
