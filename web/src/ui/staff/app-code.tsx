// The field for the six digits that a code app shows.

import { Field } from "../parts/field";
import { t } from "../texts/texts";

/** Longest code taken, in characters: six digits, and what people put between them. */
const LONGEST_CODE = 12;

export interface AppCodeProps {
  readonly value: string;
  /** What was typed is not what the app shows. */
  readonly wrong: boolean;
  readonly onInput: (code: string) => void;
}

/** Filled in by the device, where it knows the code. */
export function AppCode({ value, wrong, onInput }: AppCodeProps) {
  return (
    <Field
      label={t("app-code-label")}
      isCode="digits"
      autoComplete="one-time-code"
      longest={LONGEST_CODE}
      value={value}
      hint={t("app-code-hint")}
      wrong={wrong ? t("app-code-wrong") : null}
      onInput={onInput}
    />
  );
}
