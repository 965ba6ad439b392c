// The questions before the waiting room, one per screen: which screen stands for which question, and the frame they share.

import "../styles/checks.css";
import type { ComponentChildren, ComponentType } from "preact";
import type { GuestScreen, GuestView } from "../../call/view";
import { Button } from "../parts/button";
import { Reconnecting } from "../parts/notice";
import { Page } from "../parts/page";
import { t } from "../texts/texts";
import { Consent } from "./consent";
import { CameraCheck, MicrophoneCheck, SpeakerCheck } from "./devices";
import { Name } from "./name";
import { Ready } from "./ready";
import { Alone, Headphones } from "./surroundings";

/** A screen that asks one question. */
export type CheckScreen = Extract<
  GuestScreen,
  "name" | "consent" | "camera" | "microphone" | "speaker" | "alone" | "headphones" | "ready"
>;

const screens: Readonly<Record<CheckScreen, ComponentType<{ view: GuestView }>>> = {
  name: Name,
  consent: Consent,
  camera: CameraCheck,
  microphone: MicrophoneCheck,
  speaker: SpeakerCheck,
  alone: Alone,
  headphones: Headphones,
  ready: Ready,
};

/** The question of `screen`. */
export function Checks({ view, screen }: { readonly view: GuestView; readonly screen: CheckScreen }) {
  const Screen = screens[screen];
  return <Screen key={screen} view={view} />;
}

export interface CheckProps {
  readonly view: GuestView;
  /** The button that goes on; a plain 'Continue' if not given. */
  readonly forward?: ComponentChildren;
  readonly second?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The frame of one question: progress and the way back above, the way on below. */
export function Check({ view, forward, second, children }: CheckProps) {
  return (
    <Page
      practice={view.invitation.value?.practiceName ?? null}
      progress={view.progress.value}
      onBack={() => view.back()}
      banner={view.reconnecting.value && <Reconnecting />}
      actions={
        <>
          {forward ?? <Continue onClick={() => view.next()} />}
          {second}
        </>
      }
    >
      {children}
    </Page>
  );
}

/** The one button that goes on. */
export function Continue({ onClick }: { readonly onClick: () => void }) {
  return (
    <Button kind="primary" onClick={onClick}>
      {t("continue")}
    </Button>
  );
}
