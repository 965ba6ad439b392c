// The roles of staff in words, and what each may do.

import type { StaffRole } from "../../call/view";
import { Tick } from "../parts/field";
import { t } from "../texts/texts";

/** In the order in which they are offered. */
const ROLES: readonly StaffRole[] = ["clinician", "reception", "administrator", "officer"];

/** Their names, on one line. */
export function roleNames(roles: readonly StaffRole[]): string {
  return ROLES.filter((role) => roles.includes(role))
    .map((role) => t(`staff-role-${role}`))
    .join(", ");
}

/** Each role with what it may do. */
export function Roles({ roles }: { readonly roles: readonly StaffRole[] }) {
  return (
    <ul class="roles">
      {ROLES.filter((role) => roles.includes(role)).map((role) => (
        <li key={role}>
          <strong>{t(`staff-role-${role}`)}</strong>
          <span class="choice-hint">{t(`staff-may-${role}`)}</span>
        </li>
      ))}
    </ul>
  );
}

/** Chooses roles. */
export function RoleChoice(props: {
  readonly roles: readonly StaffRole[];
  readonly onChange: (roles: readonly StaffRole[]) => void;
}) {
  const { roles, onChange } = props;
  return (
    <fieldset class="choices">
      <legend class="legend">{t("staff-invite-roles")}</legend>
      {ROLES.map((role) => (
        <Tick
          key={role}
          label={t(`staff-role-${role}`)}
          hint={t(`staff-may-${role}`)}
          checked={roles.includes(role)}
          onChange={(on) => onChange(on ? [...roles, role] : roles.filter((other) => other !== role))}
        />
      ))}
    </fieldset>
  );
}
