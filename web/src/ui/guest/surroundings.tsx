// The two questions about the place the person is in. Both may stay unanswered.

import type { GuestView } from "../../call/view";
import { YesOrNo } from "../parts/choice";
import { Heading } from "../parts/heading";
import { Notice } from "../parts/notice";
import { t } from "../texts/texts";
import { Check } from "./checks";

/** Whether someone else could listen in. */
export function Alone({ view }: { readonly view: GuestView }) {
  return (
    <Check view={view}>
      <Heading>{t("alone-title")}</Heading>
      <p class="lead">{t("alone-lead")}</p>
      <YesOrNo
        question={t("alone-title")}
        yes={t("alone-yes")}
        no={t("alone-no")}
        answer={view.alone.value}
        onAnswer={(answer) => view.setAlone(answer)}
      />
      <div aria-live="polite">
        {view.alone.value === false && (
          <Notice kind="plain" icon="door">
            <p>{t("alone-tips")}</p>
            <ul>
              <li>{t("alone-tip-door")}</li>
              <li>{t("alone-tip-headphones")}</li>
              <li>{t("alone-tip-chat")}</li>
              <li>{t("alone-tip-curtain")}</li>
            </ul>
          </Notice>
        )}
      </div>
      <p class="aside">{t("answer-seen-by-host")}</p>
    </Check>
  );
}

/** Whether the other side's voice stays in the person's ears. */
export function Headphones({ view }: { readonly view: GuestView }) {
  return (
    <Check view={view}>
      <Heading>{t("headphones-title")}</Heading>
      <p class="lead">{t("headphones-lead")}</p>
      <YesOrNo
        question={t("headphones-title")}
        yes={t("headphones-yes")}
        no={t("headphones-no")}
        answer={view.headphones.value}
        onAnswer={(answer) => view.setHeadphones(answer)}
      />
      <div aria-live="polite">
        {view.headphones.value === true && (
          <Notice kind="plain" icon="headphones">
            {t("headphones-tip")}
          </Notice>
        )}
      </div>
      <p class="aside">{t("answer-seen-by-host")}</p>
    </Check>
  );
}
