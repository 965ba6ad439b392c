// The curtain: one key or one press and nobody sees or hears one, nor can a visitor in the room see or hear the others.

import { useEffect, useRef } from "preact/hooks";
import type { CallView } from "../../call/view";
import { Button } from "../parts/button";
import { Icon } from "../parts/icon";
import { t } from "../texts/texts";

/** Longest pause between two presses of Escape, in milliseconds. Shorter is hard for slow hands; longer takes two separate presses for one. */
const DOUBLE_MS = 600;

/** Alt+C draws the curtain or opens it; Escape twice only draws it. */
export function useCurtainKeys(call: CallView): void {
  useEffect(() => {
    let escapeAt = Number.NEGATIVE_INFINITY;
    function pressed(event: KeyboardEvent): void {
      if (event.code === "KeyC" && event.altKey && !event.ctrlKey && !event.metaKey && !event.repeat) {
        event.preventDefault();
        call.curtain();
      } else if (event.key === "Escape" && !event.repeat) {
        if (event.timeStamp - escapeAt <= DOUBLE_MS && !call.curtainDrawn.value) call.curtain();
        escapeAt = event.timeStamp;
      }
    }
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [call]);
}

/** Lies over everything while the curtain is drawn. */
export function Cover({ call }: { readonly call: CallView }) {
  if (!call.curtainDrawn.value) return null;
  return <Drawn onOpen={() => call.curtain()} />;
}

function Drawn({ onOpen }: { readonly onOpen: () => void }) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
  }, []);
  // A browser may close it all the same, at a second Escape; only its button and Alt+C open the curtain.
  function stayDrawn(): void {
    if (ref.current?.isConnected) ref.current.showModal();
  }
  return (
    <dialog
      ref={ref}
      class="cover"
      aria-labelledby="cover-title"
      onCancel={(event) => event.preventDefault()}
      onClose={stayDrawn}
    >
      <Icon name="curtain" />
      <h2 id="cover-title">{t("cover-title")}</h2>
      <p>{t("cover-words")}</p>
      <Button kind="primary" onClick={onOpen}>
        {t("cover-open")}
      </Button>
      <p class="aside">{t("cover-key")}</p>
    </dialog>
  );
}
