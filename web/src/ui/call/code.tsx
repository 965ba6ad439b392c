// The spoken code: six digits that prove to both sides that nobody stands between them, and how to compare them.

import type { CallView } from "../../call/view";
import { Button } from "../parts/button";
import { Icon } from "../parts/icon";
import { Notice, Wait } from "../parts/notice";
import { t } from "../texts/texts";
import { Panel } from "./panel";
import type { CallState } from "./state";

/** The code in the head of the call, always in sight. */
export function CodeChip({ call, state }: { readonly call: CallView; readonly state: CallState }) {
  const code = call.code.value;
  const compared = call.codeCompared.value;
  const open = state.panel.value === "code";
  if (code.state === "alone") return null;
  return (
    <div class={`code-chip code-${code.state === "ready" ? compared : code.state}`}>
      {code.state === "ready" && (
        <>
          <span class="code-chip-title" id="spoken-code">
            {t("spoken-code")}
          </span>
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields; this only gives the digits their name. */}
          <span class="code-digits" role="group" aria-labelledby="spoken-code">
            {code.digits}
          </span>
        </>
      )}
      {code.state === "making" && <span>{t("code-making-short")}</span>}
      {code.state === "failed" && <span>{t("code-failed-short")}</span>}
      <button type="button" class="code-chip-button" aria-expanded={open} onClick={() => state.toggle("code")}>
        {compared === "same" && code.state === "ready" && <Icon name="check" />}
        {code.state !== "ready"
          ? t("code-explain")
          : compared === "same"
            ? t("code-compared")
            : compared === "different"
              ? t("code-differs")
              : t("code-compare")}
      </button>
    </div>
  );
}

export interface CodePromptProps {
  readonly call: CallView;
  readonly state: CallState;
  /** Asked for from the beginning, where the link came by the server's own mail. */
  readonly asked: boolean;
}

/** Asks to compare, and to compare again once there is another code. */
export function CodePrompt({ call, state, asked }: CodePromptProps) {
  const renewed = call.codeRenewed.value;
  if (!asked && !renewed) return null;
  if (call.code.value.state !== "ready" || call.codeCompared.value !== "notYet") return null;
  if (state.panel.value === "code") return null;
  return (
    <div class="banner" role="status">
      <p>{renewed ? t("code-renewed") : t("code-prompt")}</p>
      <Button onClick={() => (state.panel.value = "code")}>{t("code-prompt-open")}</Button>
    </div>
  );
}

function Ready({ call, digits }: { readonly call: CallView; readonly digits: string }) {
  const compared = call.codeCompared.value;
  return (
    <>
      <p>{t("code-how")}</p>
      <p class="code-large">
        <span aria-hidden="true">{digits}</span>
        <span class="hidden">{[...digits].join(" ")}</span>
      </p>
      <div aria-live="polite">
        {compared === "same" && (
          <Notice kind="good" icon="check">
            {t("code-same-words")}
          </Notice>
        )}
        {compared === "different" && (
          <Notice kind="bad" icon="warning">
            <p>
              <strong>{t("code-different-title")}</strong>
            </p>
            <ol>
              <li>{t("code-different-repeat")}</li>
              <li>{t("code-different-stop")}</li>
              <li>{t("code-different-call")}</li>
            </ol>
          </Notice>
        )}
      </div>
      <div class="actions">
        {compared !== "same" && (
          <Button kind="primary" icon="check" onClick={() => call.answerCode(true)}>
            {t("code-same")}
          </Button>
        )}
        {compared !== "different" && (
          <Button icon="different" onClick={() => call.answerCode(false)}>
            {t("code-different")}
          </Button>
        )}
      </div>
    </>
  );
}

/** How to compare, and the two answers. */
export function CodePanel({ call, onClose }: { readonly call: CallView; readonly onClose: () => void }) {
  const code = call.code.value;
  return (
    <Panel title={t("code-panel")} onClose={onClose}>
      <div class="panel-words">
        {code.state === "ready" && <Ready call={call} digits={code.digits} />}
        {code.state === "making" && <Wait>{t("code-making")}</Wait>}
        {code.state === "alone" && <p>{t("code-alone")}</p>}
        {code.state === "failed" && (
          <Notice kind="bad" icon="warning">
            {t("code-failed")}
          </Notice>
        )}
        <h3>{t("code-why-title")}</h3>
        <p>{t("code-why")}</p>
      </div>
    </Panel>
  );
}
