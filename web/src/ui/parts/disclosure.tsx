// Text that opens when asked for, with the browser's own element.

import type { ComponentChildren } from "preact";
import { Icon } from "./icon";

/** A line that opens what is under it. */
export function Disclosure({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <details class="disclosure">
      <summary>
        <span>{title}</span>
        <Icon name="back" />
      </summary>
      <div class="disclosure-words">{children}</div>
    </details>
  );
}
