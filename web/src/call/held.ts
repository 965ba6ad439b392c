// What the practice holds about a patient, from the server's words to what is shown and downloaded.

import type { Held } from "../wire/messages.ts";
import { cleanName } from "./said.ts";
import type { ContactView, HeldCopy, HeldView } from "./view.ts";

export function heldView({ madeAt, visits, entries }: Held): HeldView {
  return {
    madeAt: new Date(madeAt),
    visits: visits.map(({ visit, startsAt, minutes, state, clinician, consentVersion }) => ({
      visit,
      startsAt: new Date(startsAt),
      minutes,
      state,
      clinician: cleanName(clinician),
      consentVersion,
    })),
    entries: entries.map(({ at, staff, role, act, outcome, reason }) => ({
      at: new Date(at),
      staff: staff === null ? null : cleanName(staff),
      role,
      act,
      outcome,
      reason,
    })),
  };
}

/** With what else the account has; for a page to read. */
export function heldCopy(held: Held, contact: ContactView | null, at: Date): HeldCopy {
  const { practice, passkeys, password, sessions } = held.account;
  return {
    ...heldView(held),
    practiceName: cleanName(practice.name),
    at,
    contact,
    passkeys: passkeys.map(({ name, madeAt, usedAt }) => ({
      name: cleanName(name),
      madeAt: new Date(madeAt),
      usedAt: usedAt === null ? null : new Date(usedAt),
    })),
    userName: password && cleanName(password.userName),
    sessions: sessions.map(({ client, beganAt, seenAt }) => ({
      client: cleanName(client),
      beganAt: new Date(beganAt),
      seenAt: new Date(seenAt),
    })),
  };
}

/** All of it, as the server said it, with the contact data that only this account and the clinician can open. */
export function heldJson(held: Held, contact: ContactView | null): string {
  return `${JSON.stringify({ format: "curtain-held/v1", contact, ...held }, null, 2)}\n`;
}
