// What is said of the network while picture and sound find no way through it, or go a detour.

import { useSignal } from "@preact/signals";
import type { CallView } from "../../call/view";
import { CallPractice } from "../guest/problem";
import { Button } from "../parts/button";
import { t } from "../texts/texts";

/** Nothing, mostly. */
export function Network({ call }: { readonly call: CallView }) {
  const understood = useSignal(false);
  const { telephone } = call;
  if (call.search.value === "blocked") {
    return (
      <div class="banner" role="alert">
        <p>{t("network-blocked")}</p>
        {telephone !== null && <CallPractice practice={null} telephone={telephone} />}
      </div>
    );
  }
  if (call.search.value === "searching" && call.connection.value === "connecting") {
    return (
      <div class="banner banner-calm" role="status">
        <span class="wait-sign" aria-hidden="true" />
        <p>{t("network-searching")}</p>
      </div>
    );
  }
  if (call.people.value.find(({ self }) => self)?.quality === "poor") return <Weak call={call} />;
  if (!call.detour.value || understood.value) return null;
  return (
    <div class="banner banner-calm" role="status">
      <p>{t("network-detour")}</p>
      <Button onClick={() => (understood.value = true)}>{t("network-understood")}</Button>
    </div>
  );
}

/** The person's own connection is poor: one thing to try, then the next. */
function Weak({ call }: { readonly call: CallView }) {
  const frugal = call.frugal.value;
  return (
    <div class="banner banner-calm" role="status">
      <p>{frugal ? t("network-weak-still") : t("network-weak")}</p>
      {!frugal && <Button onClick={() => call.setFrugal(true)}>{t("frugal-on")}</Button>}
    </div>
  );
}

/** The choice to send and receive little, among the devices. */
export function Frugal({ call }: { readonly call: CallView }) {
  return (
    <section class="device">
      <h3>{t("frugal-title")}</h3>
      <p>{t("frugal-words")}</p>
      <Button onClick={() => call.setFrugal(!call.frugal.value)}>
        {call.frugal.value ? t("frugal-off") : t("frugal-on")}
      </Button>
    </section>
  );
}
