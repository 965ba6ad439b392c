// From what goes wrong with a passkey, the worker or the server to what someone who enrols, signs in or changes their ways in is told.

import { PasskeyError } from "../seal/passkey.ts";
import { SealError } from "../seal/port.ts";
import { Refusal } from "../wire/api.ts";
import type { PasskeyTrouble, WaysTrouble } from "./view.ts";

/** A question to the server that came to nothing means that it could not be reached. */
export function troubleOfServer(error: unknown): "offline" | "tooMany" | "internal" {
  if (error instanceof Refusal && error.code === "tooMany") return "tooMany";
  if (error instanceof Refusal || error instanceof SealError || error instanceof PasskeyError) return "internal";
  return "offline";
}

export function troubleOf(error: unknown): PasskeyTrouble | "offline" | "tooMany" | "internal" {
  return error instanceof PasskeyError ? error.reason : troubleOfServer(error);
}

/** The server no longer accepts a passkey that was made a while ago. */
export function isTooLate(error: unknown): boolean {
  return error instanceof Refusal && (error.code === "badCredential" || error.code === "malformed");
}

/** `withPasskey`: a passkey was part of what the server was told. */
export function troubleOfWays(error: unknown, withPasskey: boolean): WaysTrouble {
  if (error instanceof Refusal && error.code === "conflict") return "conflict";
  if (error instanceof Refusal && error.code === "tooLarge") return "full";
  return withPasskey && isTooLate(error) ? "tooLate" : troubleOf(error);
}
