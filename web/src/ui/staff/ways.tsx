// How one comes in, on the page of one's own account: passkeys, the password, the recovery sheet, and where one is signed in.

import { useState } from "preact/hooks";
import type { AccountView, PasskeyView } from "../../call/view";
import { Button } from "../parts/button";
import { Notice, Wait } from "../parts/notice";
import { useNow } from "../parts/now";
import { t } from "../texts/texts";
import { OwnPassword } from "./own-password";
import { AddPasskey, PasskeyCard, RemovePasskey } from "./passkeys";
import { SessionCard } from "./sessions";
import { WaysDone } from "./ways-done";
import { WaysTrouble } from "./ways-trouble";

/** All of it. */
export function Ways({ view }: { readonly view: AccountView }) {
  const now = useNow();
  return (
    <>
      <Passkeys view={view} />
      <OwnPassword view={view} now={now} />
      <section class="account-part">
        <h2>{t("sheet-label")}</h2>
        <p>{t("account-sheet-words")}</p>
        <div class="account-live" aria-live="polite">
          <WaysDone view={view} of={["renewed"]} />
        </div>
        <div class="row">
          <Button busy={view.busy.value !== null} onClick={() => view.renewSheet()}>
            {t("account-sheet-renew")}
          </Button>
        </div>
      </section>
      <Sessions view={view} />
    </>
  );
}

function Passkeys({ view }: { readonly view: AccountView }) {
  const now = useNow();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<PasskeyView | null>(null);
  const passkeys = view.passkeys.value;
  const busy = view.busy.value;
  const trouble = view.trouble.value;
  return (
    <section class="account-part">
      <h2>{t("account-passkeys")}</h2>
      <p>{t("account-passkeys-words")}</p>
      <div class="account-live" aria-live="polite">
        {busy === "passkey" && <Wait>{t("passkey-asking")}</Wait>}
        {busy === "changing" && <Wait>{t("account-changing")}</Wait>}
        {trouble && <WaysTrouble trouble={trouble} onSignIn={() => view.account.signOut(false)} />}
        <WaysDone view={view} of={["added", "removed"]} />
      </div>
      <ul class="staff" aria-label={t("account-passkeys")}>
        {passkeys.map((passkey) => (
          <PasskeyCard
            key={passkey.credential}
            passkey={passkey}
            now={now}
            busy={busy !== null}
            onRemove={() => setRemoving(passkey)}
          />
        ))}
      </ul>
      {passkeys.length === 1 && !passkeys[0]?.canRemove && <p class="aside">{t("passkey-last")}</p>}
      <div class="row">
        <Button icon="lock" busy={busy !== null} onClick={() => setAdding(true)}>
          {t("passkey-add")}
        </Button>
      </div>
      {adding && (
        <AddPasskey
          deviceName={view.deviceName}
          onAdd={(name) => {
            setAdding(false);
            view.addPasskey(name);
          }}
          onClose={() => setAdding(false)}
        />
      )}
      {removing && (
        <RemovePasskey
          name={removing.name}
          onRemove={() => {
            setRemoving(null);
            view.removePasskey(removing.credential);
          }}
          onClose={() => setRemoving(null)}
        />
      )}
    </section>
  );
}

function Sessions({ view }: { readonly view: AccountView }) {
  const now = useNow();
  return (
    <section class="account-part">
      <h2>{t("account-sessions")}</h2>
      <p>{t("account-sessions-words")}</p>
      <div class="account-live" aria-live="polite">
        <SessionEnd view={view} />
      </div>
      <ul class="staff" aria-label={t("account-sessions")}>
        {view.sessions.value.map((session) => (
          <SessionCard
            key={session.session}
            session={session}
            now={now}
            busy={view.sessionEnd.value === "ending"}
            onEnd={() => view.endSession(session.session)}
          />
        ))}
      </ul>
      <div class="row">
        <Button kind="danger" icon="leave" onClick={() => view.account.signOut(true)}>
          {t("sign-out-everywhere")}
        </Button>
      </div>
    </section>
  );
}

function SessionEnd({ view }: { readonly view: AccountView }) {
  const state = view.sessionEnd.value;
  if (state === null) return null;
  if (state === "ending") return <Wait>{t("session-ending")}</Wait>;
  if (state !== "ended") return <WaysTrouble trouble={state} onSignIn={() => view.account.signOut(false)} />;
  return (
    <Notice kind="good" icon="check">
      {t("session-ended")}
    </Notice>
  );
}
