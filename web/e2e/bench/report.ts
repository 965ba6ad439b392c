// Where measurements go: one JSON line for each quantity, read by `cargo xtask bench`.

import { appendFileSync } from "node:fs";

/** How often what varies is measured. */
export const RUNS = Number(process.env.BENCH_RUNS ?? 20);

/** Hands over what was measured; `xtask/src/bench` knows the names. */
export function report(name: string, values: readonly number[]): void {
  const out = process.env.BENCH_OUT;
  if (out) appendFileSync(out, `${JSON.stringify({ name, values })}\n`);
  else console.log(name, values);
}
