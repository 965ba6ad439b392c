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
  if (!call.detour.value || understood.value) return null;
  return (
    <div class="banner banner-calm" role="status">
      <p>{t("network-detour")}</p>
      <Button onClick={() => (understood.value = true)}>{t("network-understood")}</Button>
    </div>
  );
}
