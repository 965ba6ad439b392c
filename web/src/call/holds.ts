// What the worker refuses does not hold; that the worker is gone is another matter.

import { SealError } from "../seal/port.ts";

/** Null for what does not hold. */
export async function holds<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof SealError && error.reason !== "workerFailed") return null;
    throw error;
  }
}
