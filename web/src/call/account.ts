// An account that is open in this page, and how one hears that it is not any more.

import type { SealWorker } from "../seal/port.ts";
import { Refusal } from "../wire/api.ts";
import type { AccountInfo } from "../wire/messages.ts";

/** The worker holds the account's keys until it ends. */
export interface OpenAccount {
  readonly seal: SealWorker;
  readonly info: AccountInfo;
}

/** The server knows of no session. */
export function isSessionOver(error: unknown): boolean {
  return error instanceof Refusal && error.code === "notSignedIn";
}
