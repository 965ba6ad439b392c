// How a desk comes to be open: by a desk link, or by an account that is signed in. What happens at the desk is in `desk`.

import { SealError, type SealWorker } from "../seal/port.ts";
import type { Credential } from "../wire/messages.ts";
import type { OpenAccount } from "./account.ts";
import { openLink } from "./opening.ts";
import type { Ports } from "./ports.ts";
import { problem, problemOf } from "./problems.ts";
import type { Scope } from "./scope.ts";
import type { AccountControls, Problem } from "./view.ts";

/** While the desk's program cannot be fetched. */
const ASK_AGAIN_MS = 3_000;

export interface Opening {
  readonly scope: Scope;
  /** The practice is known, the vault not open yet. */
  readonly practice: (name: string) => void;
  readonly open: (seal: SealWorker, staffName: string) => Promise<void>;
  readonly failed: (reason: Problem) => void;
  /** The server cannot be reached for now. */
  readonly offline: () => void;
}

export interface DeskEntry {
  readonly credential: Credential;
  /** The link's secret half, which the tab keeps; none of an account. */
  readonly fragment: string;
  readonly account: AccountControls | null;
  /** Opens the desk; also again, after it was closed. */
  begin(opening: Opening): Promise<void>;
  /** Takes over where the account's session is over; false where there is none. */
  lost(): boolean;
}

export function linkEntry(ports: Ports, token: string): DeskEntry {
  const { fragment } = ports.memory.read();
  return {
    credential: { type: "desk", token },
    fragment,
    account: null,
    begin: ({ scope, practice, open, failed, offline }) =>
      openLink({
        ports,
        scope,
        token,
        fragment,
        ask: () => ports.api.desk(token),
        open: async ({ practice: { name, rootKey }, staff, certificate, vault }) => {
          practice(name);
          const seal = await ports.startSeal();
          scope.own(() => seal.end());
          await seal.openDeskLink(token, fragment);
          const member = await seal.openDesk({ rootKey, staff, certificate, vault });
          await open(seal, member.name);
        },
        failed,
        offline,
      }),
    lost: () => false,
  };
}

export interface AccountEntryOptions {
  readonly ports: Ports;
  readonly account: OpenAccount;
  readonly controls: AccountControls;
  readonly lost: () => void;
}

/** The worker is open already, and outlives the desk. */
export function accountEntry({ ports, account, controls, lost }: AccountEntryOptions): DeskEntry {
  const { seal, info } = account;
  const begin = async (opening: Opening): Promise<void> => {
    const { scope, practice, open, failed, offline } = opening;
    const capability = ports.capability();
    if (capability !== "able") return failed(problem(capability));
    practice(info.practice.name);
    try {
      // A worker that has died took the keys with it.
      await seal.counters();
    } catch {
      return lost();
    }
    try {
      await open(seal, info.name);
    } catch (error) {
      if (scope.ended) return;
      if (error instanceof SealError) return failed(problemOf(error));
      offline();
      scope.after(ports.clock, ASK_AGAIN_MS, () => void begin(opening));
    }
  };
  return {
    credential: { type: "account" },
    fragment: "",
    account: controls,
    begin,
    lost: () => {
      lost();
      return true;
    },
  };
}
