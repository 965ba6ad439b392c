// One person who waits, as the clinician sees them: who, how long, in what surroundings, and what to do.

import { useId, useState } from "preact/hooks";
import type { WaitingPerson } from "../../call/view";
import { minutesBetween, t } from "../texts/texts";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Notice } from "./notice";

type Reason = "notExpected" | "anotherTime" | "unspecified";

const reasons: readonly { readonly reason: Reason; readonly id: string }[] = [
  { reason: "anotherTime", id: "refuse-another-time" },
  { reason: "notExpected", id: "refuse-not-expected" },
  { reason: "unspecified", id: "refuse-unspecified" },
];

/** Longest message to someone who waits, in characters; it is padded into one small sealed note. */
const LONGEST = 300;

export interface WaitingRowProps {
  readonly person: WaitingPerson;
  readonly now: Date;
  /** The first who waits is the next step of the whole screen. */
  readonly first?: boolean;
  readonly onAdmit: () => void;
  readonly onRefuse: (reason: Reason) => void;
  readonly onNote: (text: string) => void;
}

function said(person: WaitingPerson): readonly string[] {
  const facts: string[] = [];
  if (person.alone === true) facts.push(t("fact-alone"));
  if (person.alone === false) facts.push(t("fact-not-alone"));
  if (person.headphones === true) facts.push(t("fact-headphones"));
  if (!person.camera) facts.push(t("fact-no-camera"));
  return facts;
}

/** As they may be called in lists: of a marked visit by the alias alone. */
export function nameOf({ name, alias, role }: Pick<WaitingPerson, "name" | "alias" | "role">): string {
  if (alias !== null) return t(`alias-${role}`, { alias });
  return name || t(`role-${role}`);
}

/** The person, and Admit, Message and Refuse. */
export function WaitingRow({ person, now, first, onAdmit, onRefuse, onNote }: WaitingRowProps) {
  const [open, setOpen] = useState<"note" | "refuse" | null>(null);
  const name = nameOf(person);
  const facts = said(person);
  return (
    <div class="waiting">
      <div class="waiting-who">
        <p class="waiting-name">
          <bdi>{name}</bdi>
          {person.role === "companion" && <span class="badge">{t("role-companion")}</span>}
        </p>
        <p class="waiting-facts">
          {person.since && <strong>{t("waited", { minutes: minutesBetween(person.since, now) })}</strong>}
          {!person.online && <span> · {t("fact-offline")}</span>}
          {facts.map((fact) => (
            <span key={fact}> · {fact}</span>
          ))}
        </p>
      </div>
      <div class="waiting-actions">
        {person.genuine && person.caution !== "barred" && (
          <Button kind={first ? "primary" : "secondary"} busy={person.admitting} onClick={onAdmit}>
            {t("admit", { name })}
          </Button>
        )}
        <Button kind="quiet" onClick={() => setOpen(open === "note" ? null : "note")}>
          {t("note")} <span class="hidden">{t("note-to", { name })}</span>
        </Button>
        <Button kind="quiet" onClick={() => setOpen("refuse")}>
          {t("refuse")} <span class="hidden">{name}</span>
        </Button>
      </div>
      {!person.genuine && (
        <Notice kind="bad" icon="warning">
          {t("not-genuine")}
        </Notice>
      )}
      {person.caution && (
        <Notice kind={person.caution === "unknown" ? "warn" : "bad"} icon="warning">
          {t(`caution-${person.caution}`)}
        </Notice>
      )}
      {open === "note" && (
        <Note
          name={name}
          onSend={(text) => {
            onNote(text);
            setOpen(null);
          }}
        />
      )}
      {open === "refuse" && (
        <Dialog title={t("refuse-title", { name })} onClose={() => setOpen(null)}>
          <p>{t("refuse-words")}</p>
          <div class="menu">
            {reasons.map(({ reason, id }) => (
              <Button
                key={reason}
                onClick={() => {
                  setOpen(null);
                  onRefuse(reason);
                }}
              >
                {t(id)}
              </Button>
            ))}
          </div>
        </Dialog>
      )}
    </div>
  );
}

function Note({ name, onSend }: { readonly name: string; readonly onSend: (text: string) => void }) {
  const id = useId();
  const [text, setText] = useState("");
  return (
    <form
      class="note-form"
      onSubmit={(event) => {
        event.preventDefault();
        const words = text.trim();
        if (words !== "") onSend(words);
      }}
    >
      <label for={id}>{t("note-label", { name })}</label>
      <div class="note-row">
        <input
          id={id}
          class="input"
          type="text"
          autoComplete="off"
          dir="auto"
          maxLength={LONGEST}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <Button submit icon="send">
          {t("note-send")}
        </Button>
      </div>
    </form>
  );
}
