// What is behind a link: the same steps for guests and clinicians, before anything is asked, shown or connected.

import { SealError } from "../seal/port.ts";
import { Refusal } from "../wire/api.ts";
import { isPinned, isToken, isWhole } from "../wire/link.ts";
import type { Ports } from "./ports.ts";
import { problem, problemOf } from "./problems.ts";
import type { Scope } from "./scope.ts";
import type { Problem } from "./view.ts";

/** While the server cannot be reached. */
const ASK_AGAIN_MS = 3_000;

export interface Opening<Info> {
  readonly ports: Ports;
  readonly scope: Scope;
  readonly token: string;
  readonly fragment: string;
  readonly ask: () => Promise<Info>;
  /** Told what the server says, once it is of the practice that the link was made for. */
  readonly open: (info: Info) => Promise<void> | void;
  readonly failed: (reason: Problem) => void;
  /** The server cannot be reached for now. */
  readonly offline: () => void;
}

/** Checks the link and asks the server about it, again and again while it cannot be reached: the person may just wait. */
export async function openLink<Info extends { readonly practice: { readonly rootKey: string } }>(
  opening: Opening<Info>,
): Promise<void> {
  const { ports, scope, token, fragment, failed } = opening;
  const capability = ports.capability();
  if (capability !== "able") return failed(problem(capability));
  if (!isToken(token) || !(await isWhole(token, fragment))) return failed(problem("linkDamaged"));
  try {
    const info = await opening.ask();
    if (scope.ended) return;
    if (!(await isPinned(fragment, info.practice.rootKey))) return failed(problem("practiceMismatch"));
    await opening.open(info);
  } catch (error) {
    if (scope.ended) return;
    if (error instanceof Refusal || error instanceof SealError) return failed(problemOf(error));
    opening.offline();
    scope.after(ports.clock, ASK_AGAIN_MS, () => void openLink(opening));
  }
}
