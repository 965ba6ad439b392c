// What the person answered, once more, before the waiting room.

import type { GuestView } from "../../call/view";
import { Button } from "../parts/button";
import { Heading } from "../parts/heading";
import { t } from "../texts/texts";
import { Check } from "./checks";

function answerWords(answer: boolean | null): string {
  if (answer === null) return t("ready-unanswered");
  return answer ? t("yes") : t("no");
}

/** The answers and the door. */
export function Ready({ view }: { readonly view: GuestView }) {
  const host = view.invitation.value?.hostName ?? t("the-practice");
  const { camera, microphone } = view.devices;
  const facts: readonly (readonly [string, string])[] = [
    [t("ready-name"), view.name.value],
    [t("ready-camera"), camera.value === "working" ? t("ready-works") : t("ready-without")],
    [t("ready-microphone"), microphone.value === "working" ? t("ready-works") : t("ready-without")],
    [t("ready-alone"), answerWords(view.alone.value)],
    [t("ready-headphones"), answerWords(view.headphones.value)],
  ];
  return (
    <Check
      view={view}
      forward={
        <Button kind="primary" onClick={() => view.enterWaitingRoom()}>
          {t("enter-waiting-room")}
        </Button>
      }
    >
      <Heading>{t("ready-title")}</Heading>
      <p class="lead">{t("ready-lead", { host })}</p>
      <dl class="facts">
        {facts.map(([term, words]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>
              <bdi>{words}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </Check>
  );
}
