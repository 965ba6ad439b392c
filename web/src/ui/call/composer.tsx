// Where a message is written and a file is chosen, with a warning before a card or insurance number goes out.

import { useId, useRef, useState } from "preact/hooks";
import type { CallView } from "../../call/view";
import { Button } from "../parts/button";
import { Icon } from "../parts/icon";
import { Notice } from "../parts/notice";
import { t } from "../texts/texts";
import { findPrivateNumber } from "./private-number";

/** Longest message, in characters; a longer text is better sent as a file. */
const LONGEST = 4_000;

/** The field 'Message'; Enter sends, Shift+Enter makes a new line. */
export function Composer({ call }: { readonly call: CallView }) {
  const [text, setText] = useState("");
  const [fileFailed, setFileFailed] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const found = findPrivateNumber(text);

  // The field itself is asked and emptied: typing and Enter may come faster than the screen is drawn.
  function send(): void {
    const input = field.current;
    const words = input?.value.trim() ?? "";
    if (!input || words === "") return;
    call.send(words);
    input.value = "";
    setText("");
  }

  function chosen(input: HTMLInputElement): void {
    const picked = input.files?.[0];
    input.value = "";
    if (!picked) return;
    setFileFailed(false);
    call.sendFile(picked).catch(() => setFileFailed(true));
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div aria-live="polite">
        {found && (
          <Notice kind="warn" icon="warning">
            {found === "card" ? t("warn-card") : t("warn-insurance")}
          </Notice>
        )}
        {fileFailed && (
          <Notice kind="bad" icon="warning">
            {t("file-not-sent")}
          </Notice>
        )}
      </div>
      <label class="composer-label" for={id}>
        {t("message")}
      </label>
      <div class="composer-row">
        <textarea
          ref={field}
          id={id}
          class="input"
          rows={2}
          dir="auto"
          maxLength={LONGEST}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
      </div>
      <div class="composer-row">
        <input
          ref={file}
          type="file"
          class="hidden"
          tabIndex={-1}
          aria-label={t("attach")}
          onChange={(event) => chosen(event.currentTarget)}
        />
        <button type="button" class="button button-quiet" onClick={() => file.current?.click()}>
          <Icon name="attach" />
          <span>{t("attach")}</span>
        </button>
        <Button kind="primary" submit icon="send">
          {t("send")}
        </Button>
      </div>
    </form>
  );
}
