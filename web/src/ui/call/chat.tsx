// The conversation in writing: what was said, files on their way, and the field to write in.

import { useEffect, useRef } from "preact/hooks";
import type { CallView, ChatFile, ChatLine } from "../../call/view";
import { Button } from "../parts/button";
import { Icon } from "../parts/icon";
import { fileSize, percent, t, timeOfDay } from "../texts/texts";
import { Composer } from "./composer";
import { Panel } from "./panel";
import { roleOf } from "./tile";

function FileLine({ file, mine }: { readonly file: ChatFile; readonly mine: boolean }) {
  const done = file.progress >= 1;
  return (
    <div class="chat-file">
      <p>
        <Icon name="attach" />
        <bdi>{file.name}</bdi> <span class="chat-size">{fileSize(file.size)}</span>
      </p>
      {file.failed && <p class="chat-failed">{mine ? t("file-failed-sending") : t("file-failed")}</p>}
      {!file.failed && !done && (
        <>
          <progress
            class="progress-line"
            max={1}
            value={file.progress}
            aria-label={t("file-progress", { name: file.name })}
          />
          <p class="chat-size">
            {mine
              ? t("file-sending", { share: percent(file.progress) })
              : t("file-arriving", { share: percent(file.progress) })}
          </p>
        </>
      )}
      {file.save && (
        <Button onClick={file.save}>
          {t("file-save")} <span class="hidden">{file.name}</span>
        </Button>
      )}
    </div>
  );
}

function Line({ line }: { readonly line: ChatLine }) {
  return (
    <li class={line.mine ? "chat-line chat-mine" : "chat-line"}>
      <p class="chat-from">
        <bdi>{line.mine ? t("you") : line.from}</bdi>
        {line.role && ` (${roleOf(line.role)})`} <time dateTime={line.at.toISOString()}>{timeOfDay(line.at)}</time>
      </p>
      {line.text !== null && (
        <p class="chat-text" dir="auto">
          {line.text}
        </p>
      )}
      {line.file && <FileLine file={line.file} mine={line.mine} />}
      {line.state === "sending" && <p class="chat-size">{t("chat-sending")}</p>}
      {line.state === "failed" && <p class="chat-failed">{t("chat-failed")}</p>}
    </li>
  );
}

/** The chat, open. */
export function ChatPanel({ call, onClose }: { readonly call: CallView; readonly onClose: () => void }) {
  const lines = call.chat.value;
  const unread = call.unread.value;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = list.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [lines.length]);
  useEffect(() => {
    if (unread > 0) call.chatRead();
  }, [unread, call]);
  return (
    <Panel title={t("chat")} onClose={onClose}>
      <div class="chat">
        {lines.length === 0 && <p class="chat-none">{t("chat-none")}</p>}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable from the keyboard. */}
        <div ref={list} class="chat-scroll" role="log" aria-label={t("chat-lines")} tabIndex={0}>
          <ol class="chat-lines">
            {lines.map((line) => (
              <Line key={line.id} line={line} />
            ))}
          </ol>
        </div>
        <Composer call={call} />
      </div>
    </Panel>
  );
}

/** Says a new message aloud while the chat is closed. */
export function Announcer({ call, quiet }: { readonly call: CallView; readonly quiet: boolean }) {
  const last = call.chat.value.findLast((line) => !line.mine);
  const words =
    last && !quiet && call.unread.value > 0
      ? t("chat-new", { from: last.from, text: last.text ?? last.file?.name ?? "" })
      : "";
  return (
    <p class="hidden" aria-live="polite">
      {words}
    </p>
  );
}
