// Asks who is to work here, makes their link and hands it over.

import { useState } from "preact/hooks";
import type { Invited, StaffRole } from "../../call/view";
import { Button } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { Field, LONGEST_NAME } from "../parts/field";
import { HandOver } from "../parts/hand-over";
import { Notice, Wait } from "../parts/notice";
import { t } from "../texts/texts";
import { RoleChoice } from "./roles";

type Made =
  | { readonly at: "asking" }
  | { readonly at: "making" }
  | { readonly at: "failed"; readonly trouble: "notYours" | "failed" }
  | { readonly at: "made"; readonly link: string };

export interface InviteColleagueProps {
  readonly invite: (name: string, roles: readonly StaffRole[]) => Promise<Invited>;
  readonly onClose: () => void;
}

/** Name, roles, link. */
export function InviteColleague({ invite, onClose }: InviteColleagueProps) {
  const [name, setName] = useState("");
  const [roles, setRoles] = useState<readonly StaffRole[]>([]);
  const [missing, setMissing] = useState<"name" | "roles" | null>(null);
  const [made, setMade] = useState<Made>({ at: "asking" });

  function make(event: Event): void {
    event.preventDefault();
    const lacks = name.trim() === "" ? "name" : roles.length === 0 ? "roles" : null;
    setMissing(lacks);
    if (lacks) return;
    setMade({ at: "making" });
    void invite(name, roles).then((invited) => {
      if (invited === null) setMade({ at: "asking" });
      else if ("link" in invited) setMade({ at: "made", link: invited.link });
      else setMade({ at: "failed", trouble: invited.trouble });
    });
  }

  return (
    <Dialog title={t("staff-invite")} onClose={onClose}>
      {(made.at === "asking" || made.at === "failed") && (
        <form class="stack" noValidate onSubmit={make}>
          {made.at === "failed" && (
            <Notice kind="bad" icon="warning" live>
              {made.trouble === "notYours" ? t("staff-trouble-notYours") : t("staff-invite-failed")}
            </Notice>
          )}
          <Field
            label={t("staff-invite-name")}
            hint={t("staff-invite-name-hint")}
            longest={LONGEST_NAME}
            value={name}
            wrong={missing === "name" ? t("staff-invite-name-missing") : null}
            onInput={(next) => {
              setName(next);
              setMissing(null);
            }}
          />
          <RoleChoice
            roles={roles}
            onChange={(next) => {
              setRoles(next);
              setMissing(null);
            }}
          />
          {missing === "roles" && (
            <p class="field-wrong" role="alert">
              {t("staff-invite-roles-missing")}
            </p>
          )}
          <div class="actions">
            <Button kind="primary" submit>
              {t("staff-invite-make")}
            </Button>
          </div>
        </form>
      )}
      {made.at === "making" && <Wait>{t("invite-making")}</Wait>}
      {made.at === "made" && (
        <HandOver link={made.link} made={t("staff-invite-made", { name })} care={t("staff-invite-care")} />
      )}
    </Dialog>
  );
}
