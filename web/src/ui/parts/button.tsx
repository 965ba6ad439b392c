// Buttons: one look per weight. A screen has at most one `primary`.

import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon";

export interface ButtonProps {
  readonly kind?: "primary" | "secondary" | "quiet" | "danger";
  readonly icon?: IconName;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly submit?: boolean;
  readonly describedBy?: string;
  readonly onClick?: (() => void) | undefined;
  readonly children: ComponentChildren;
}

/** A button with words, and a drawing before them if wanted. */
export function Button({
  kind = "secondary",
  icon,
  busy,
  disabled,
  submit,
  describedBy,
  onClick,
  children,
}: ButtonProps) {
  return (
    <button
      type={submit ? "submit" : "button"}
      class={`button button-${kind}`}
      disabled={disabled || busy}
      aria-busy={busy ? "true" : undefined}
      aria-describedby={describedBy}
      onClick={onClick}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}
