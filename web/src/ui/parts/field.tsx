// One line to fill in: its label, what is wrong with it, and a hint, all of which a screen reader says with it. What is wrong takes the focus.

import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../texts/texts";

/** Longest name taken, in characters. */
export const LONGEST_NAME = 80;

/** Longest telephone number taken, in characters; E.164 has 15 digits, and people write spaces between them. */
export const LONGEST_TELEPHONE = 30;

/** Longest e-mail address taken, in characters (RFC 5321, section 4.5.3.1). */
export const LONGEST_EMAIL = 254;

/** Longest user name taken, in characters. */
export const LONGEST_USER_NAME = 64;

export interface NotesProps {
  readonly hint?: string | undefined;
  readonly wrong?: string | null | undefined;
}

export interface FieldProps extends NotesProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: "text" | "tel" | "email" | "date" | "time" | "number";
  readonly autoComplete?: string;
  readonly longest?: number;
  readonly min?: number | string;
  readonly max?: number | string;
  /** Nothing of the device looks over what is typed: a code; `digits` has digits only. */
  readonly isCode?: boolean | "digits";
  /** Nor over this: a user name. */
  readonly isPlain?: boolean;
  readonly optional?: boolean;
}

/** What an input and the words below it need of each other; what is wrong takes the focus. */
export function useNotes({ wrong, hint }: NotesProps) {
  const id = useId();
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (wrong) ref.current?.focus();
  }, [wrong]);
  const described = [wrong && `${id}-wrong`, hint && `${id}-hint`].filter(Boolean).join(" ");
  const input = {
    ref,
    id,
    "aria-invalid": wrong ? ("true" as const) : undefined,
    "aria-describedby": described || undefined,
  };
  return { id, input };
}

/** What is wrong with an input, and its hint. */
export function Notes({ id, wrong, hint }: NotesProps & { readonly id: string }) {
  return (
    <>
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
    </>
  );
}

/** A labelled input. */
export function Field(props: FieldProps) {
  const { label, value, onInput, type = "text", autoComplete = "off", hint, wrong, longest, min, max } = props;
  const { isCode, isPlain } = props;
  const { id, input } = useNotes({ wrong, hint });
  return (
    <p class="field">
      <label for={id}>{props.optional ? t("field-optional", { label }) : label}</label>
      <input
        {...input}
        class={isCode ? "input input-code" : "input"}
        // The types of inputs allow one kind at a time.
        type={type as "text"}
        value={value}
        autoComplete={autoComplete}
        inputMode={isCode === "digits" ? "numeric" : undefined}
        autoCapitalize={isPlain ? "none" : isCode ? "characters" : undefined}
        spellcheck={isCode || isPlain ? false : undefined}
        maxLength={longest}
        min={min}
        max={max}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <Notes id={id} wrong={wrong} hint={hint} />
    </p>
  );
}

/** Something to be agreed to or not, with what it means. */
export function Tick(props: {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  return (
    <label class="choice">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>
        {props.label}
        {props.hint && <span class="choice-hint">{props.hint}</span>}
      </span>
    </label>
  );
}
