// Camera, microphone and speaker before the waiting room: each asked for on its own screen, with help where it fails and a way on without it.

import { useEffect, useState } from "preact/hooks";
import type { GuestView } from "../../call/view";
import { Button } from "../parts/button";
import { DeviceList } from "../parts/choice";
import { DeviceHelp, hasFailed } from "../parts/device-help";
import { Heading } from "../parts/heading";
import { Level } from "../parts/level";
import { Notice, Wait } from "../parts/notice";
import { Video } from "../parts/video";
import { t } from "../texts/texts";
import { Check, Continue } from "./checks";

function useRequest(view: GuestView, kind: "camera" | "microphone"): void {
  useEffect(() => {
    if (view.devices[kind].value === "notAsked") void view.devices.request(kind);
  }, [view, kind]);
}

function forward(view: GuestView, kind: "camera" | "microphone") {
  if (!hasFailed(view.devices[kind].value)) return <Continue onClick={() => view.next()} />;
  return (
    <Button kind="primary" onClick={() => void view.devices.request(kind)}>
      {t("try-again")}
    </Button>
  );
}

/** The person's own picture, and another camera if there is one. */
export function CameraCheck({ view }: { readonly view: GuestView }) {
  useRequest(view, "camera");
  const { devices } = view;
  const state = devices.camera.value;
  return (
    <Check
      view={view}
      forward={forward(view, "camera")}
      second={
        <Button kind="quiet" onClick={() => view.skipDevice()}>
          {t("camera-skip")}
        </Button>
      }
    >
      <Heading>{state === "working" ? t("camera-title-working") : t("camera-title")}</Heading>
      {state === "working" && (
        <>
          <p class="lead">{t("camera-lead-working")}</p>
          <div class="preview">
            <Video stream={devices.preview.value} label={t("video-own")} muted mirrored />
          </div>
          <DeviceList devices={devices} kind="camera" />
        </>
      )}
      {(state === "asking" || state === "notAsked") && (
        <>
          <p class="lead">{t("camera-lead-asking")}</p>
          <Wait>{t("camera-asking")}</Wait>
        </>
      )}
      <DeviceHelp kind="camera" state={state} />
    </Check>
  );
}

/** A bar that moves when the person speaks. */
export function MicrophoneCheck({ view }: { readonly view: GuestView }) {
  useRequest(view, "microphone");
  const { devices } = view;
  const state = devices.microphone.value;
  return (
    <Check
      view={view}
      forward={forward(view, "microphone")}
      second={
        hasFailed(state) && (
          <Button kind="quiet" onClick={() => view.skipDevice()}>
            {t("microphone-skip")}
          </Button>
        )
      }
    >
      <Heading>{t("microphone-title")}</Heading>
      {state === "working" && (
        <>
          <p class="lead">{t("microphone-lead-working")}</p>
          <Level level={devices.level} />
          <DeviceList devices={devices} kind="microphone" />
          <p class="aside">{t("microphone-quiet-hint")}</p>
        </>
      )}
      {(state === "asking" || state === "notAsked") && (
        <>
          <p class="lead">{t("microphone-lead-asking")}</p>
          <Wait>{t("microphone-asking")}</Wait>
        </>
      )}
      <DeviceHelp kind="microphone" state={state} />
    </Check>
  );
}

/** A sound to listen for. */
export function SpeakerCheck({ view }: { readonly view: GuestView }) {
  const { devices } = view;
  const [played, setPlayed] = useState(false);
  const [heard, setHeard] = useState<boolean | null>(null);
  const playing = devices.soundPlaying.value;
  return (
    <Check view={view}>
      <Heading>{t("speaker-title")}</Heading>
      <p class="lead">{t("speaker-lead")}</p>
      <div class="row">
        <Button
          icon="speaker"
          busy={playing}
          onClick={() => {
            setPlayed(true);
            void devices.playTestSound();
          }}
        >
          {playing ? t("speaker-playing") : played ? t("speaker-play-again") : t("speaker-play")}
        </Button>
      </div>
      {played && (
        <div class="row">
          <Button icon="check" onClick={() => setHeard(true)}>
            {t("speaker-heard")}
          </Button>
          <Button onClick={() => setHeard(false)}>{t("speaker-not-heard")}</Button>
        </div>
      )}
      <div aria-live="polite">
        {heard === true && (
          <Notice kind="good" icon="check">
            {t("speaker-good")}
          </Notice>
        )}
        {heard === false && (
          <Notice kind="warn" icon="speaker">
            <p>{t("speaker-help")}</p>
            <ul>
              <li>{t("speaker-help-volume")}</li>
              <li>{t("speaker-help-silent")}</li>
              <li>{t("speaker-help-headphones")}</li>
            </ul>
          </Notice>
        )}
      </div>
      <DeviceList devices={devices} kind="speaker" />
    </Check>
  );
}
