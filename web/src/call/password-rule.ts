// Which passwords are taken (docs/protocol.md §2.8). The lists and the estimate come through a port: they are large, and fetched by `password-judge`.

import { cleanName } from "./said.ts";
import type { PasswordAdvice, PasswordWhy } from "./view.ts";

/** Fewer characters (Unicode code points) are refused. Lower lets more through that can be tried out; higher has people write them down. */
const SHORTEST = 8;
/** From here on a password does without a code app (NIST SP 800-63B-4, section 3.1.1.2). */
const ALONE = 15;
/** Passwords that are guessed within so many tries are refused. */
const FEWEST_GUESSES = 1e8;
/** Longest user name, in characters; the server takes no more. */
const LONGEST_USER_NAME = 64;
/** Shorter parts of names say nothing about a password. */
const SHORTEST_WORD = 3;

/** What is known of passwords in general. */
export interface PasswordJudge {
  /** How many breached passwords are listed. */
  readonly listed: number;
  isListed(password: string): boolean;
  /** After how many tries a password is found by someone who knows people's habits, and these words. */
  estimate(password: string, own: readonly string[]): { readonly guesses: number; readonly why: PasswordWhy };
}

/** The form in which a password is compared and used. */
export function normal(password: string): string {
  return password.normalize("NFC");
}

/** A user name as the server is told it; null for what can be none. */
export function readUserName(typed: string): string | null {
  const name = cleanName(normal(typed));
  return name !== "" && [...name].length <= LONGEST_USER_NAME ? name : null;
}

/** What a guesser tries first: the parts of names. */
export function wordsOf(...names: readonly (string | null)[]): readonly string[] {
  const words = names.flatMap((name) => name?.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  return [...new Set(words)].filter((word) => [...word].length >= SHORTEST_WORD);
}

/** Without a judge, what needs none is said. */
export function adviceOn(password: string, own: readonly string[], judge: PasswordJudge | null): PasswordAdvice {
  const text = normal(password);
  const count = [...text].length;
  if (count === 0) return { state: "empty" };
  if (count < SHORTEST) return { state: "short", missing: SHORTEST - count };
  if (!judge) return { state: "checking" };
  if (judge.isListed(text)) return { state: "listed" };
  const { guesses, why } = judge.estimate(text, own);
  if (guesses < FEWEST_GUESSES) return { state: "guessable", why };
  return { state: count < ALONE ? "needsApp" : "enough" };
}

export function isTaken({ state }: PasswordAdvice): boolean {
  return state === "needsApp" || state === "enough";
}
