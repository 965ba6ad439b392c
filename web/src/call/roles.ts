// Which pages a member of staff is shown. The server decides what they may do (`visit::Permission`); what is hidden here would be refused there.

import type { StaffRole } from "../wire/messages.ts";

export const readsStaff = (roles: readonly StaffRole[]): boolean =>
  roles.includes("administrator") || roles.includes("officer");
export const readsAccesses = (roles: readonly StaffRole[]): boolean => roles.includes("officer");
export const managesStaff = (roles: readonly StaffRole[]): boolean => roles.includes("administrator");
export const holdsVisits = (roles: readonly StaffRole[]): boolean => roles.includes("clinician");
