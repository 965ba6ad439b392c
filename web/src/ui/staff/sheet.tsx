// The recovery sheet, shown once: the sheet itself, which is all that is printed, and the check that it was kept.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { SheetWay } from "../../call/view";
import { Button } from "../parts/button";
import { Field } from "../parts/field";
import { Heading } from "../parts/heading";
import { CurtainSign } from "../parts/icon";
import { Wait } from "../parts/notice";
import { fullDate } from "../texts/calendar";
import { t } from "../texts/texts";
import { Step } from "./step";

/** Longest group taken, in characters: four, and what people put around them. */
const LONGEST_GROUP = 12;

/** The code on paper. */
export function Sheet(props: {
  readonly view: SheetWay;
  /** What can be done beside keeping it. */
  readonly other?: ComponentChildren;
}) {
  const { view, other } = props;
  const sheet = view.sheet.value;
  if (!sheet) return null;
  const { practiceName, name, at, groups } = sheet;
  return (
    <Step
      view={view}
      onSubmit={() => view.next()}
      actions={
        <>
          <Button kind="primary" submit>
            {t("sheet-kept")}
          </Button>
          <Button onClick={() => print()}>{t("sheet-print")}</Button>
          {other}
        </>
      }
    >
      <Heading>{t("sheet-title")}</Heading>
      <p class="lead">{t("sheet-lead")}</p>
      <section class="sheet" aria-label={t("sheet-label")}>
        <p class="sheet-head">
          <CurtainSign />
          <strong>{t("sheet-label")}</strong>
        </p>
        <dl class="sheet-facts">
          <div>
            <dt>{t("sheet-practice")}</dt>
            <dd>
              <bdi>{practiceName}</bdi>
            </dd>
          </div>
          <div>
            <dt>{t("sheet-name")}</dt>
            <dd>
              <bdi>{name}</bdi>
            </dd>
          </div>
          <div>
            <dt>{t("sheet-date")}</dt>
            <dd>{fullDate(at)}</dd>
          </div>
        </dl>
        <ol class="sheet-groups" dir="ltr">
          {groups.map((group, index) => (
            <li key={`${index}-${group}`}>
              <span class="sheet-number">{index + 1}</span>
              <span class="sheet-group">{group}</span>
            </li>
          ))}
        </ol>
        <p>{t("sheet-for")}</p>
        <p>{t("sheet-care")}</p>
      </section>
    </Step>
  );
}

export interface KeptProps {
  readonly view: SheetWay;
  /** On the button. */
  readonly finish: string;
  readonly finishing: string;
  readonly trouble: ComponentChildren;
}

/** Two groups of the code, typed from the sheet. */
export function Kept({ view, finish, finishing, trouble }: KeptProps) {
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const [one, two] = view.asked.value;
  const busy = view.busy.value === "finish";
  return (
    <Step
      view={view}
      canGoBack={!busy}
      onSubmit={() => view.finish(first, second)}
      actions={
        <Button kind="primary" submit busy={busy}>
          {finish}
        </Button>
      }
    >
      <Heading>{t("kept-title")}</Heading>
      <p class="lead">{t("kept-lead")}</p>
      <Field
        label={t("kept-group", { group: one })}
        isCode
        longest={LONGEST_GROUP}
        value={first}
        wrong={view.mistyped.value ? t("kept-mistyped") : null}
        onInput={setFirst}
      />
      <Field
        label={t("kept-group", { group: two })}
        isCode
        longest={LONGEST_GROUP}
        value={second}
        onInput={setSecond}
      />
      <div aria-live="polite">
        {busy && <Wait>{finishing}</Wait>}
        {trouble}
      </div>
    </Step>
  );
}
