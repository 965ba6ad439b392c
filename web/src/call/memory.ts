// What a reload of the page must not lose: the link's secret half, the session, the answers. Kept for this tab alone, and cleared at the end.

import type { SavedSession } from "../wire/signalling.ts";

/** What is remembered of an invited person. */
export interface GuestMemory {
  readonly fragment: string;
  readonly session?: SavedSession;
  /** Entered the waiting room, or was further: a reload leads straight back. */
  readonly arrived?: boolean;
  /** Name and answers, until the person is let in. */
  readonly name?: string | undefined;
  readonly alone?: boolean | null | undefined;
  readonly headphones?: boolean | null | undefined;
  readonly consentVersion?: number;
  readonly camera?: boolean;
  readonly microphone?: boolean;
}

/** What is remembered of a clinician. */
export interface DeskMemory {
  readonly fragment: string;
  readonly session?: SavedSession;
  /** In this visit's room: a reload leads straight back. */
  readonly visit?: string | undefined;
  /** Seats that must not be let in again, per visit. */
  readonly barred?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Seats that the clinician let in by an act, per visit: only these are let in again by themselves. */
  readonly admitted?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** What is remembered of someone who enrols, until they have. */
export interface EnrolmentMemory {
  readonly fragment: string;
  readonly practiceName?: string;
  readonly telephone?: string;
  readonly name?: string | undefined;
  readonly holdsVisits?: boolean;
}

export type Remembered = GuestMemory & DeskMemory & EnrolmentMemory;

/** One tab's memory of one link, or of one account. */
export interface Memory {
  read(): Remembered;
  write(change: Partial<Remembered>): void;
  clear(): void;
}

/** What the memory is of. */
export type Remembering = "visit" | "desk" | "enrolment" | "account";

/** Session storage is per tab and per origin, and gone when the tab is closed. */
export function tabMemory(storage: Storage, of: Remembering, token: string, fragment: string): Memory {
  const key = `curtain/${of}/${token}`;
  const read = (): Remembered => {
    try {
      return JSON.parse(storage.getItem(key) ?? "null") ?? { fragment };
    } catch {
      return { fragment };
    }
  };
  const write = (change: Partial<Remembered>) => {
    try {
      storage.setItem(key, JSON.stringify({ ...read(), ...change }));
    } catch {
      // No storage: a reload will need the link again.
    }
  };
  if (fragment !== "") write({ fragment });
  return { read, write, clear: () => storage.removeItem(key) };
}
