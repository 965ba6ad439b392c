// The frame of what stands beside the pictures, or over them on a phone.

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Icon } from "../parts/icon";
import { t } from "../texts/texts";

export interface PanelProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A named part of the screen that Escape or its cross closes. */
export function Panel({ title, onClose, children }: PanelProps) {
  const id = useId();
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    const panel = ref.current;
    function pressed(event: KeyboardEvent): void {
      if (event.key === "Escape") onClose();
    }
    panel?.addEventListener("keydown", pressed);
    return () => panel?.removeEventListener("keydown", pressed);
  }, [onClose]);
  return (
    <aside ref={ref} class="panel" aria-labelledby={id}>
      <div class="panel-head">
        <h2 id={id}>{title}</h2>
        <button type="button" class="icon-button" aria-label={t("panel-close", { panel: title })} onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      {children}
    </aside>
  );
}
