// Hands a link over: by copying, the share sheet of the device, or a code to point a phone at. The link exists on this screen only.

import { useId, useRef, useState } from "preact/hooks";
import { t } from "../texts/texts";
import { Button } from "./button";
import { Notice } from "./notice";
import { QrCode } from "./qr-code";

export interface HandOverProps {
  readonly link: string;
  /** What the link is for, and that it is shown once. */
  readonly made: string;
  /** What whoever has the link can do. */
  readonly care: string;
}

/** The link, and the ways to pass it on. */
export function HandOver({ link, made, care }: HandOverProps) {
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
      <p>{made}</p>
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
      {shown && <QrCode text={link} label={t("invite-code-label")} />}
      <Notice kind="warn" icon="info">
        {care}
      </Notice>
    </>
  );
}
