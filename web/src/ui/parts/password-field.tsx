// A line for a password: it can be pasted, and looked at. Otherwise as `field`.

import { useState } from "preact/hooks";
import { t } from "../texts/texts";
import { Notes, type NotesProps, useNotes } from "./field";

export interface PasswordFieldProps extends NotesProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** What a password manager is to fill in. */
  readonly autoComplete: "current-password" | "new-password";
}

/** A labelled password, hidden until one wants to see it. */
export function PasswordField({ label, value, onInput, autoComplete, hint, wrong }: PasswordFieldProps) {
  const { id, input } = useNotes({ wrong, hint });
  const [seen, setSeen] = useState(false);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="password-row">
        <input
          {...input}
          class="input"
          // The types of inputs allow one kind at a time.
          type={(seen ? "text" : "password") as "password"}
          value={value}
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellcheck={false}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
        <button type="button" class="button button-secondary" aria-controls={id} onClick={() => setSeen(!seen)}>
          <span>{seen ? t("password-hide") : t("password-show")}</span>
        </button>
      </div>
      <Notes id={id} wrong={wrong} hint={hint} />
    </div>
  );
}
