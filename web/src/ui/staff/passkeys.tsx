// The passkeys of an account: each with what may be done about it, and the questions before one is added or removed.

import { useId, useState } from "preact/hooks";
import type { PasskeyView } from "../../call/view";
import { Button } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { Field, LONGEST_NAME } from "../parts/field";
import { fullDate, momentWords } from "../texts/calendar";
import { t } from "../texts/texts";

export interface PasskeyCardProps {
  readonly passkey: PasskeyView;
  readonly now: Date;
  readonly busy: boolean;
  readonly onRemove: () => void;
}

/** One passkey. */
export function PasskeyCard({ passkey, now, busy, onRemove }: PasskeyCardProps) {
  const id = useId();
  const { name, madeAt, usedAt, canRemove } = passkey;
  return (
    <li class="colleague" aria-labelledby={id}>
      <h3 id={id} class="colleague-name">
        <bdi>{name}</bdi>
      </h3>
      <p class="colleague-roles">{t("passkey-made", { day: fullDate(madeAt) })}</p>
      <p class="colleague-roles">
        {usedAt ? t("passkey-used", { moment: momentWords(usedAt, now) }) : t("passkey-unused")}
      </p>
      {canRemove && (
        <div class="row">
          <Button kind="quiet" busy={busy} onClick={onRemove}>
            {t("passkey-remove", { name })}
          </Button>
        </div>
      )}
    </li>
  );
}

export interface AddPasskeyProps {
  readonly deviceName: string;
  readonly onAdd: (name: string) => void;
  readonly onClose: () => void;
}

/** What it is to be called; the device asks for the rest. */
export function AddPasskey({ deviceName, onAdd, onClose }: AddPasskeyProps) {
  const [name, setName] = useState(deviceName);
  const [missing, setMissing] = useState(false);
  return (
    <Dialog title={t("passkey-add")} onClose={onClose}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() === "") setMissing(true);
          else onAdd(name);
        }}
      >
        <p>{t("passkey-add-words")}</p>
        <Field
          label={t("passkey-name")}
          hint={t("passkey-name-hint")}
          longest={LONGEST_NAME}
          value={name}
          wrong={missing ? t("passkey-name-missing") : null}
          onInput={(next) => {
            setName(next);
            setMissing(false);
          }}
        />
        <div class="actions">
          <Button kind="primary" submit>
            {t("enrol-passkey-make")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export interface RemovePasskeyProps {
  readonly name: string;
  readonly onRemove: () => void;
  readonly onClose: () => void;
}

/** Asks once. */
export function RemovePasskey({ name, onRemove, onClose }: RemovePasskeyProps) {
  return (
    <Dialog title={t("passkey-remove-title", { name })} onClose={onClose}>
      <p>{t("passkey-remove-words")}</p>
      <div class="actions">
        <Button kind="danger" onClick={onRemove}>
          {t("passkey-remove-do")}
        </Button>
        <Button onClick={onClose}>{t("keep")}</Button>
      </div>
    </Dialog>
  );
}
