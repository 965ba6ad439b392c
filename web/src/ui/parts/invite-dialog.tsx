// Makes a link for one more person, to be handed over.

import { useState } from "preact/hooks";
import { t } from "../texts/texts";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { HandOver } from "./hand-over";
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
      {state.at === "made" && <HandOver link={state.link} made={t("invite-made")} care={t("invite-care")} />}
    </Dialog>
  );
}
