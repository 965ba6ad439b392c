// A question in front of the screen, with the browser's own modal dialog: it keeps the focus in, and Escape closes it.

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../texts/texts";
import { Icon } from "./icon";

export interface DialogProps {
  readonly title: string;
  /** Without it the dialog has to be answered. */
  readonly onClose?: () => void;
  readonly children: ComponentChildren;
}

/** Open as long as it is rendered. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    if (dialog && !dialog.open) dialog.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  function cancelled(event: Event): void {
    event.preventDefault();
    onClose?.();
  }
  // A browser may close it all the same, at a second Escape: what must be answered opens again.
  function closed(): void {
    if (onClose) onClose();
    else if (ref.current?.isConnected) ref.current.showModal();
  }
  return (
    <dialog ref={ref} class="dialog" aria-labelledby={id} onCancel={cancelled} onClose={closed}>
      <div class="dialog-head">
        <h2 id={id}>{title}</h2>
        {onClose && (
          <button type="button" class="icon-button" aria-label={t("close")} onClick={onClose}>
            <Icon name="close" />
          </button>
        )}
      </div>
      {children}
    </dialog>
  );
}
