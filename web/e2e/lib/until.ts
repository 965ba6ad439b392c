// Waiting for a condition, never for a time.

/** How often a condition is looked at, in milliseconds. */
const EVERY_MS = 100;

/** How long a condition may take, in milliseconds, if nothing else is said. */
const LIMIT_MS = 30_000;

/** Looks until `look` returns something other than null, undefined or false; throws with the last thing seen. */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  limitMs = LIMIT_MS,
): Promise<T> {
  const end = Date.now() + limitMs;
  let trouble: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== null && seen !== undefined && seen !== false) return seen;
      trouble = undefined;
    } catch (error) {
      trouble = error;
    }
    if (Date.now() > end) throw new Error(`waited ${limitMs} ms for: ${what}`, { cause: trouble });
    await pause(EVERY_MS);
  }
}

/** Checks that a condition keeps holding for a while: for what must not happen. */
export async function throughout(what: string, forMs: number, look: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + forMs;
  while (Date.now() < end) {
    if (!(await look())) throw new Error(`did not hold for ${forMs} ms: ${what}`);
    await pause(EVERY_MS);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
