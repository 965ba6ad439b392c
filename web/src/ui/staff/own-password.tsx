// The password on the page of one's own account: whether there is one, and what may be done about it.

import { useId, useState } from "preact/hooks";
import type { AccountView } from "../../call/view";
import { Button } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { fullDate, momentWords } from "../texts/calendar";
import { t } from "../texts/texts";
import { WaysDone } from "./ways-done";

export interface OwnPasswordProps {
  readonly view: AccountView;
  readonly now: Date;
}

/** What there is, and the buttons. */
export function OwnPassword({ view, now }: OwnPasswordProps) {
  const id = useId();
  const [removing, setRemoving] = useState(false);
  const password = view.password.value;
  const busy = view.busy.value !== null;
  return (
    <section class="account-part">
      <h2>{t("password")}</h2>
      <p>{t("account-password-words")}</p>
      <div class="account-live" aria-live="polite">
        <WaysDone view={view} of={["passwordSet", "passwordRemoved"]} />
      </div>
      {password && (
        <section class="colleague" aria-labelledby={id}>
          <h3 id={id} class="colleague-name">
            <bdi>{password.userName}</bdi>
          </h3>
          <p class="colleague-roles">{password.withApp ? t("account-password-app") : t("account-password-alone")}</p>
          <p class="colleague-roles">{t("passkey-made", { day: fullDate(password.madeAt) })}</p>
          <p class="colleague-roles">
            {password.usedAt ? t("passkey-used", { moment: momentWords(password.usedAt, now) }) : t("passkey-unused")}
          </p>
          {password.canRemove ? (
            <div class="row">
              <Button kind="quiet" busy={busy} onClick={() => setRemoving(true)}>
                {t("account-password-remove")}
              </Button>
            </div>
          ) : (
            <p class="aside">{t("account-password-last")}</p>
          )}
        </section>
      )}
      <div class="row">
        <Button icon="lock" busy={busy} onClick={() => view.setPassword()}>
          {password ? t("account-password-replace") : t("account-password-set")}
        </Button>
      </div>
      {removing && (
        <Dialog title={t("account-password-remove-title")} onClose={() => setRemoving(false)}>
          <p>{t("account-password-remove-words")}</p>
          <div class="actions">
            <Button
              kind="danger"
              onClick={() => {
                setRemoving(false);
                view.removePassword();
              }}
            >
              {t("account-password-remove")}
            </Button>
            <Button onClick={() => setRemoving(false)}>{t("keep")}</Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}
