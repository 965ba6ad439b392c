// The controls of a call: microphone, camera, screen, curtain, panels, and the ways out.

import type { CallView } from "../../call/view";
import { Button } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { Icon, type IconName } from "../parts/icon";
import { t } from "../texts/texts";
import type { CallState } from "./state";

interface ControlProps {
  readonly icon: IconName;
  readonly label: string;
  /** A state in a word under the label, such as 'on'. */
  readonly state?: string | undefined;
  readonly pressed?: boolean | undefined;
  readonly expanded?: boolean | undefined;
  readonly count?: number;
  readonly tone?: "off" | "curtain" | undefined;
  /** Only where there is room; the rest is found under 'More'. */
  readonly wide?: boolean;
  readonly narrow?: boolean;
  readonly disabled?: boolean;
  readonly shortcut?: string;
  readonly onClick: () => void;
}

function Control(props: ControlProps) {
  const kinds = ["control"];
  if (props.tone) kinds.push(`control-${props.tone}`);
  if (props.wide) kinds.push("control-wide");
  if (props.narrow) kinds.push("control-narrow");
  return (
    <button
      type="button"
      class={kinds.join(" ")}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-keyshortcuts={props.shortcut}
      disabled={props.disabled}
      onClick={props.onClick}
    >
      <span class="control-sign">
        <Icon name={props.icon} />
        {props.count ? (
          <span class="control-count" aria-hidden="true">
            {props.count}
          </span>
        ) : null}
      </span>
      <span class="control-label">{props.label}</span>
      {props.count ? <span class="hidden"> {t("chat-unread", { count: props.count })}</span> : null}
      {props.state && (
        <span class="control-state" aria-hidden="true">
          {props.state}
        </span>
      )}
    </button>
  );
}

function onOff(there: boolean, on: boolean): string {
  if (!there) return t("control-none");
  return on ? t("control-on") : t("control-off");
}

/** The row of controls. */
export function Controls({ call, state }: { readonly call: CallView; readonly state: CallState }) {
  const microphone = call.microphoneOn.value;
  const camera = call.cameraOn.value;
  const hasMicrophone = call.hasMicrophone.value;
  const hasCamera = call.hasCamera.value;
  const panel = state.panel.value;
  return (
    <section class="controls" aria-label={t("controls")}>
      <Control
        icon={microphone ? "microphone" : "microphoneOff"}
        label={t("microphone")}
        state={onOff(hasMicrophone, microphone)}
        pressed={microphone}
        tone={microphone ? undefined : "off"}
        disabled={!hasMicrophone}
        onClick={() => call.setMicrophone(!microphone)}
      />
      <Control
        icon={camera ? "camera" : "cameraOff"}
        label={t("camera")}
        state={onOff(hasCamera, camera)}
        pressed={camera}
        tone={camera ? undefined : "off"}
        disabled={!hasCamera}
        onClick={() => call.setCamera(!camera)}
      />
      <Control
        icon="curtain"
        label={t("curtain")}
        state={t("curtain-key")}
        tone="curtain"
        shortcut="Alt+C"
        onClick={() => call.curtain()}
      />
      {call.canShareScreen && (
        <Control
          icon="screen"
          label={t("share-screen")}
          state={onOff(true, call.screenOn.value)}
          pressed={call.screenOn.value}
          wide
          onClick={() => shareScreen(call)}
        />
      )}
      <Control
        icon="chat"
        label={t("chat")}
        expanded={panel === "chat"}
        count={panel === "chat" ? 0 : call.unread.value}
        onClick={() => state.toggle("chat")}
      />
      <Control
        icon="people"
        label={t("people")}
        expanded={panel === "people"}
        wide
        onClick={() => state.toggle("people")}
      />
      {call.host && <Control icon="invite" label={t("invite")} wide onClick={() => (state.dialog.value = "invite")} />}
      <Control icon="settings" label={t("devices")} wide onClick={() => (state.dialog.value = "devices")} />
      <Control icon="more" label={t("more")} narrow onClick={() => (state.dialog.value = "more")} />
    </section>
  );
}

/** Refusing in the browser's own dialog is an answer, not a failure. */
function shareScreen(call: CallView): void {
  call.shareScreen(!call.screenOn.value).catch(() => undefined);
}

/** The ways out. For the clinician the end for everyone stands apart from stepping out. */
export function Exit({ call }: { readonly call: CallView }) {
  const { host } = call;
  if (!host) {
    return (
      <div class="exit">
        <Button kind="danger" icon="leave" onClick={() => call.leave()}>
          {t("leave")}
        </Button>
      </div>
    );
  }
  return (
    <div class="exit">
      <span class="control-wide">
        <Button icon="leave" onClick={() => host.exit()}>
          {t("step-out")}
        </Button>
      </span>
      <span class="exit-end">
        <Button kind="danger" describedBy="end-hint" onClick={() => host.end()}>
          {t("end-visit")}
        </Button>
        <span id="end-hint" class="exit-hint">
          {t("end-visit-hint")}
        </span>
      </span>
    </div>
  );
}

/** What there is no room for on a phone. */
export function MoreDialog({ call, state }: { readonly call: CallView; readonly state: CallState }) {
  const { host } = call;
  function then(action: () => void): () => void {
    return () => {
      state.dialog.value = null;
      action();
    };
  }
  return (
    <Dialog title={t("more")} onClose={() => (state.dialog.value = null)}>
      <div class="menu">
        {call.canShareScreen && (
          <Button icon="screen" onClick={then(() => shareScreen(call))}>
            {call.screenOn.value ? t("share-screen-stop") : t("share-screen")}
          </Button>
        )}
        <Button icon="people" onClick={then(() => (state.panel.value = "people"))}>
          {t("people")}
        </Button>
        <Button icon="lock" onClick={then(() => (state.panel.value = "code"))}>
          {t("code-panel")}
        </Button>
        <Button icon="settings" onClick={() => (state.dialog.value = "devices")}>
          {t("devices")}
        </Button>
        {host && (
          <>
            <Button icon="invite" onClick={() => (state.dialog.value = "invite")}>
              {t("invite")}
            </Button>
            <Button icon="leave" onClick={then(() => host.exit())}>
              {t("step-out-menu")}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
}
