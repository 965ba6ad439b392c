// A line for a password: it can be pasted, and looked at. Otherwise as `field`.

import { useEffect, useId, useRef, useState } from "preact/hooks";
import { t } from "../texts/texts";

export interface PasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** What a password manager is to fill in. */
  readonly autoComplete: "current-password" | "new-password";
  readonly hint?: string;
  readonly wrong?: string | null;
}

/** A labelled password, hidden until one wants to see it. */
export function PasswordField({ label, value, onInput, autoComplete, hint, wrong }: PasswordFieldProps) {
  const id = useId();
  const ref = useRef<HTMLInputElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (wrong) ref.current?.focus();
  }, [wrong]);
  const described = [wrong && `${id}-wrong`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="password-row">
        <input
          ref={ref}
          id={id}
          class="input"
          // The types of inputs allow one kind at a time.
          type={(seen ? "text" : "password") as "password"}
          value={value}
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellcheck={false}
          aria-invalid={wrong ? "true" : undefined}
          aria-describedby={described || undefined}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
        <button type="button" class="button button-secondary" aria-controls={id} onClick={() => setSeen(!seen)}>
          <span>{seen ? t("password-hide") : t("password-show")}</span>
        </button>
      </div>
      {wrong && (
        <span id={`${id}-wrong`} class="field-wrong" role="alert">
          {wrong}
        </span>
      )}
      {hint && (
        <span id={`${id}-hint`} class="field-hint">
          {hint}
        </span>
      )}
    </div>
  );
}
