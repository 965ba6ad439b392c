// Makes a link for one more person and hands it over: by copying, the share sheet of the device, or a code to point a phone at.

import { useEffect, useId, useRef, useState } from "preact/hooks";
import { t } from "../texts/texts";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Notice, Wait } from "./notice";

type Role = "patient" | "companion";
type LinkState =
  | { readonly at: "asking" }
  | { readonly at: "making" }
  | { readonly at: "failed" }
  | { readonly at: "made"; readonly link: string };

const roles: readonly { readonly role: Role; readonly id: string }[] = [
  { role: "companion", id: "invite-companion" },
  { role: "patient", id: "invite-patient" },
];

export interface InviteDialogProps {
  readonly invite: (role: Role) => Promise<string>;
  readonly onClose: () => void;
}

/** Asks whom the link is for, makes it and shows it. The link exists on this screen only. */
export function InviteDialog({ invite, onClose }: InviteDialogProps) {
  const [state, setState] = useState<LinkState>({ at: "asking" });
  function make(role: Role): void {
    setState({ at: "making" });
    invite(role).then(
      (link) => setState({ at: "made", link }),
      () => setState({ at: "failed" }),
    );
  }
  return (
    <Dialog title={t("invite-title")} onClose={onClose}>
      {(state.at === "asking" || state.at === "failed") && (
        <>
          {state.at === "failed" && (
            <Notice kind="bad" icon="warning" live>
              {t("invite-failed")}
            </Notice>
          )}
          <p>{t("invite-whom")}</p>
          <div class="menu">
            {roles.map(({ role, id }) => (
              <Button key={role} icon="invite" onClick={() => make(role)}>
                {t(id)}
              </Button>
            ))}
          </div>
        </>
      )}
      {state.at === "making" && <Wait>{t("invite-making")}</Wait>}
      {state.at === "made" && <Link link={state.link} />}
    </Dialog>
  );
}

function Link({ link }: { readonly link: string }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const [shown, setShown] = useState(false);
  function copy(): void {
    field.current?.select();
    navigator.clipboard?.writeText(link).then(
      () => setCopied(true),
      () => undefined, // the text is selected: the person can copy it by hand
    );
  }
  return (
    <>
      <p>{t("invite-made")}</p>
      <p class="field">
        <label for={id}>{t("invite-link")}</label>
        <input
          ref={field}
          id={id}
          class="input"
          readOnly
          value={link}
          onFocus={(event) => event.currentTarget.select()}
        />
      </p>
      <div class="row">
        <Button kind="primary" icon="copy" onClick={copy}>
          {t("invite-copy")}
        </Button>
        {typeof navigator.share === "function" && (
          <Button icon="share" onClick={() => void navigator.share({ url: link }).catch(() => undefined)}>
            {t("invite-share")}
          </Button>
        )}
        <Button onClick={() => setShown(!shown)}>{shown ? t("invite-hide-code") : t("invite-show-code")}</Button>
      </div>
      <p class="aside" aria-live="polite">
        {copied ? t("invite-copied") : ""}
      </p>
      {shown && <QrCode text={link} />}
      <Notice kind="warn" icon="info">
        {t("invite-care")}
      </Notice>
    </>
  );
}

/** Light squares around the code, as ISO/IEC 18004 asks for. */
const QUIET = 4;

function QrCode({ text }: { readonly text: string }) {
  const [path, setPath] = useState<{ readonly size: number; readonly drawn: string } | null>(null);
  useEffect(() => {
    let here = true;
    void import("lean-qr").then(({ generate }) => {
      const code = generate(text);
      let drawn = "";
      for (let y = 0; y < code.size; y += 1) {
        for (let x = 0; x < code.size; x += 1) {
          if (code.get(x, y)) drawn += `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
        }
      }
      if (here) setPath({ size: code.size + 2 * QUIET, drawn });
    });
    return () => {
      here = false;
    };
  }, [text]);
  if (!path) return <Wait>{t("invite-making-code")}</Wait>;
  return (
    <svg class="qr" viewBox={`0 0 ${path.size} ${path.size}`} role="img" aria-label={t("invite-code-label")}>
      <rect class="qr-paper" width={path.size} height={path.size} />
      <path class="qr-ink" d={path.drawn} />
    </svg>
  );
}
