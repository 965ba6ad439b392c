// Camera, microphone and speaker during a call or at the desk: which are used, and whether they work.

import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { DevicesView } from "../../call/view";
import { t } from "../texts/texts";
import { Button } from "./button";
import { DeviceList } from "./choice";
import { DeviceHelp, hasFailed } from "./device-help";
import { Dialog } from "./dialog";
import { Level } from "./level";
import { Video } from "./video";

/** Opening it asks for what was not asked for yet. */
export function DevicesDialog(props: {
  readonly devices: DevicesView;
  readonly onClose: () => void;
  /** What else there is to choose. */
  readonly children?: ComponentChildren;
}) {
  const { devices, onClose, children } = props;
  const camera = devices.camera.value;
  const microphone = devices.microphone.value;
  useEffect(() => {
    if (devices.camera.value === "notAsked") void devices.request("camera");
    if (devices.microphone.value === "notAsked") void devices.request("microphone");
  }, [devices]);
  return (
    <Dialog title={t("devices")} onClose={onClose}>
      <section class="device">
        <h3>{t("camera")}</h3>
        {camera === "working" && (
          <div class="preview">
            <Video stream={devices.preview.value} label={t("video-preview")} muted mirrored />
          </div>
        )}
        <DeviceList devices={devices} kind="camera" />
        <DeviceHelp kind="camera" state={camera} />
        {hasFailed(camera) && <Button onClick={() => void devices.request("camera")}>{t("try-again")}</Button>}
      </section>
      <section class="device">
        <h3>{t("microphone")}</h3>
        {microphone === "working" && <Level level={devices.level} />}
        <DeviceList devices={devices} kind="microphone" />
        <DeviceHelp kind="microphone" state={microphone} />
        {hasFailed(microphone) && <Button onClick={() => void devices.request("microphone")}>{t("try-again")}</Button>}
      </section>
      <section class="device">
        <h3>{t("speaker")}</h3>
        <DeviceList devices={devices} kind="speaker" />
        <Button icon="speaker" busy={devices.soundPlaying.value} onClick={() => void devices.playTestSound()}>
          {t("speaker-play")}
        </Button>
      </section>
      {children}
    </Dialog>
  );
}
