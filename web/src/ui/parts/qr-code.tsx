// A code to point a phone at, drawn when it is shown.

import { useEffect, useState } from "preact/hooks";
import { t } from "../texts/texts";
import { Wait } from "./notice";

/** Light squares around the code, as ISO/IEC 18004 asks for. */
const QUIET = 4;

/** `label` says what it holds. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
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
    <svg class="qr" viewBox={`0 0 ${path.size} ${path.size}`} role="img" aria-label={label}>
      <rect class="qr-paper" width={path.size} height={path.size} />
      <path class="qr-ink" d={path.drawn} />
    </svg>
  );
}
