// What is asked before there are keys: of a founder the practice and the own name; of a colleague, whether what the link says is right.

import { useState } from "preact/hooks";
import type { EnrolmentView } from "../../call/view";
import { Button } from "../parts/button";
import { Field, LONGEST_NAME, LONGEST_TELEPHONE, Tick } from "../parts/field";
import { Heading } from "../parts/heading";
import { Notice } from "../parts/notice";
import { t } from "../texts/texts";
import { Roles } from "./roles";
import { Step } from "./step";

function Continue() {
  return (
    <Button kind="primary" submit>
      {t("continue")}
    </Button>
  );
}

/** The practice's name and telephone. */
export function FoundingPractice({ view }: { readonly view: EnrolmentView }) {
  const [missing, setMissing] = useState(false);
  return (
    <Step
      view={view}
      actions={<Continue />}
      onSubmit={() => (view.practiceName.value.trim() === "" ? setMissing(true) : view.next())}
    >
      <Heading>{t("enrol-practice-title")}</Heading>
      <p class="lead">{t("enrol-practice-lead")}</p>
      <Field
        label={t("enrol-practice-label")}
        value={view.practiceName.value}
        autoComplete="organization"
        hint={t("enrol-practice-hint")}
        longest={LONGEST_NAME}
        wrong={missing ? t("enrol-practice-missing") : null}
        onInput={(name) => {
          view.setPracticeName(name);
          setMissing(false);
        }}
      />
      <Field
        label={t("enrol-telephone-label")}
        optional
        type="tel"
        autoComplete="tel"
        hint={t("enrol-telephone-hint")}
        longest={LONGEST_TELEPHONE}
        value={view.telephone.value}
        onInput={(telephone) => view.setTelephone(telephone)}
      />
    </Step>
  );
}

/** The founder's own name, and whether they hold visits. */
export function Founder({ view }: { readonly view: EnrolmentView }) {
  const [missing, setMissing] = useState(false);
  return (
    <Step
      view={view}
      canGoBack
      actions={<Continue />}
      onSubmit={() => (view.name.value.trim() === "" ? setMissing(true) : view.next())}
    >
      <Heading>{t("enrol-you-title")}</Heading>
      <p class="lead">{t("enrol-you-lead")}</p>
      <Field
        label={t("name-label")}
        value={view.name.value}
        autoComplete="name"
        hint={t("enrol-you-hint")}
        longest={LONGEST_NAME}
        wrong={missing ? t("enrol-you-missing") : null}
        onInput={(name) => {
          view.setName(name);
          setMissing(false);
        }}
      />
      <Tick
        label={t("enrol-holds-visits")}
        hint={t("enrol-holds-visits-hint")}
        checked={view.holdsVisits.value}
        onChange={(holds) => view.setHoldsVisits(holds)}
      />
    </Step>
  );
}

/** Who invites the colleague, as whom, to do what. */
export function Welcome({ view }: { readonly view: EnrolmentView }) {
  const welcome = view.welcome.value;
  if (!welcome) return null;
  const { practiceName, inviterName, name, roles } = welcome;
  return (
    <Step view={view} actions={<Continue />} onSubmit={() => view.next()}>
      <Heading title={t("enrol-welcome-tab")}>{t("enrol-welcome-title", { practice: practiceName })}</Heading>
      <p class="lead">{t("enrol-welcome-lead", { inviter: inviterName })}</p>
      <dl class="facts">
        <div>
          <dt>{t("name-label")}</dt>
          <dd>
            <bdi>{name}</bdi>
          </dd>
        </div>
        <div>
          <dt>{t("enrol-welcome-roles")}</dt>
          <dd>
            <Roles roles={roles} />
          </dd>
        </div>
      </dl>
      <Notice kind="plain" icon="info">
        {t("enrol-welcome-wrong", { inviter: inviterName })}
      </Notice>
    </Step>
  );
}
