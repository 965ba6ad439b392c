// The messages between the page and the seal worker.

import type { SealErrorName, SealPort } from "./port.ts";

/** Everything but `end`, which is done from outside. */
export type Method = Exclude<keyof SealPort, "end">;

export interface Request {
  readonly id: number;
  readonly method: Method;
  readonly args: readonly unknown[];
}

export type Reply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly reason: SealErrorName };
