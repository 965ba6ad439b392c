// From what goes wrong with a passkey, the worker or the server to what someone who enrols or signs in is told.

import { PasskeyError } from "../seal/passkey.ts";
import { SealError } from "../seal/port.ts";
import { Refusal } from "../wire/api.ts";
import type { PasskeyTrouble } from "./view.ts";

/** A question to the server that came to nothing means that it could not be reached. */
export function troubleOf(error: unknown): PasskeyTrouble | "offline" | "tooMany" | "internal" {
  if (error instanceof PasskeyError) return error.reason;
  if (error instanceof Refusal && error.code === "tooMany") return "tooMany";
  if (error instanceof Refusal || error instanceof SealError) return "internal";
  return "offline";
}
