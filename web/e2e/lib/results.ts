// Where measurements go: one line of JSON per row of the table that `cargo xtask bench` prints.

import { appendFileSync } from "node:fs";

/** Adds a row: what was measured, its value with unit, and what it should be at most. */
export function report(what: string, value: string, aim = ""): void {
  const file = process.env.BENCH_RESULTS;
  if (!file) throw new Error("BENCH_RESULTS says where measurements go");
  appendFileSync(file, `${JSON.stringify({ what, value, aim })}\n`);
}

/** `median (shortest … longest, of n)`. */
export function spread(values: readonly number[], unit: string, digits = 0): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(digits);
  return `${at(0.5)} ${unit} (${at(0)} … ${at(1)}, p90 ${at(0.9)}, n ${sorted.length})`;
}
