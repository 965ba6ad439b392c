// The call's screen: what is said above the pictures, the pictures, the panel beside them and the controls below. The same for everyone.

import "../styles/call.css";
import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { CallView } from "../../call/view";
import { Button } from "../parts/button";
import { DevicesDialog } from "../parts/devices-dialog";
import { Icon } from "../parts/icon";
import { InviteDialog } from "../parts/invite-dialog";
import { Reconnecting } from "../parts/notice";
import { Contested, type SeatQuestion } from "../parts/seat";
import { soundIsHeldBack, startSound } from "../parts/video";
import { t } from "../texts/texts";
import { Announcer, ChatPanel } from "./chat";
import { CodeChip, CodePanel, CodePrompt } from "./code";
import { Controls, Exit, MoreDialog } from "./controls";
import { Cover, useCurtainKeys } from "./cover";
import { AtTheDoor } from "./door";
import { Frugal, Network } from "./network";
import { PeoplePanel } from "./people";
import { Stage } from "./stage";
import { createCallState } from "./state";

export interface CallProps {
  readonly call: CallView;
  readonly reconnecting: ReadonlySignal<boolean>;
  readonly seat: SeatQuestion;
  /** Whether this person is asked to compare the spoken code, because their link came by the server's mail. */
  readonly askToCompare?: boolean;
}

function Sealed({ call }: { readonly call: CallView }) {
  const sealed = call.sealed.value;
  const words = sealed ? t("sealed") : t("sealing");
  return (
    <p role="status" aria-label={words} class={sealed ? "sealed" : "sealed sealed-not-yet"}>
      <Icon name="lock" />
      <span>{words}</span>
    </p>
  );
}

/** One call. */
export function Call({ call, reconnecting, seat, askToCompare = false }: CallProps) {
  const state = useMemo(createCallState, []);
  useCurtainKeys(call);
  useEffect(() => {
    document.title = `${t("call-tab")} · ${t("product-name")}`;
  }, []);
  const panel = state.panel.value;
  const dialog = state.dialog.value;
  const { host } = call;
  const lost = reconnecting.value || call.connection.value === "reconnecting";

  return (
    <div class="call" data-panel={panel ?? undefined}>
      <header class="call-head">
        <Sealed call={call} />
        <CodeChip call={call} state={state} />
        <Exit call={call} />
      </header>
      <section class="call-notices" aria-label={t("call-notices")}>
        {lost && call.search.value !== "blocked" && <Reconnecting />}
        <Network call={call} />
        <CodePrompt call={call} state={state} asked={askToCompare} />
        {host && <AtTheDoor host={host} />}
        {call.screenOn.value && (
          <div class="banner banner-calm">
            <p>{t("screen-yours")}</p>
            <Button icon="close" onClick={() => void call.shareScreen(false).catch(() => undefined)}>
              {t("share-screen-stop")}
            </Button>
          </div>
        )}
        {soundIsHeldBack() && (
          <div class="banner">
            <p>{t("sound-held-back")}</p>
            <Button icon="speaker" onClick={startSound}>
              {t("sound-on")}
            </Button>
          </div>
        )}
      </section>
      <main class="call-stage">
        <h1 class="hidden">{t("call-tab")}</h1>
        <Stage call={call} />
      </main>
      {panel === "chat" && <ChatPanel call={call} onClose={() => state.toggle("chat")} />}
      {panel === "people" && <PeoplePanel call={call} onClose={() => state.toggle("people")} />}
      {panel === "code" && <CodePanel call={call} onClose={() => state.toggle("code")} />}
      <Controls call={call} state={state} />
      <Announcer call={call} quiet={panel === "chat"} />
      {dialog === "more" && <MoreDialog call={call} state={state} />}
      {dialog === "devices" && (
        <DevicesDialog devices={call.devices} onClose={() => (state.dialog.value = null)}>
          <Frugal call={call} />
        </DevicesDialog>
      )}
      {dialog === "invite" && host && (
        <InviteDialog invite={(role) => host.invite(role)} onClose={() => (state.dialog.value = null)} />
      )}
      <Cover call={call} />
      <Contested seat={seat} />
    </div>
  );
}
