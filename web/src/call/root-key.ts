// The practice's root key, where it was handed on to this account: taken into the vault after signing in, without a word unless it fails.

import { type Signal, signal } from "@preact/signals";
import { SealError } from "../seal/port.ts";
import type { Accounts } from "../wire/accounts.ts";
import type { AccountInfo } from "../wire/messages.ts";
import { isNotProved, isSessionOver } from "./account.ts";
import { managesStaff } from "./roles.ts";
import type { Scope } from "./scope.ts";
import type { RootState } from "./view.ts";
import type { Ways } from "./ways.ts";

export interface RootKeyOptions {
  readonly scope: Scope;
  readonly ways: Ways;
  readonly info: AccountInfo;
  readonly taken: (info: AccountInfo) => void;
  /** The session is over. */
  readonly lost: () => void;
}

export class RootKey {
  readonly state: Signal<RootState>;
  private readonly options: RootKeyOptions;

  constructor(options: RootKeyOptions) {
    this.options = options;
    const { sealedRoot, roles } = options.info;
    this.state = signal(sealedRoot !== null && managesStaff(roles) ? "waiting" : "settled");
  }

  /** If there is one. */
  async take(accounts: Accounts): Promise<void> {
    const { scope, ways, info, taken, lost } = this.options;
    const { sealedRoot } = info;
    if (sealedRoot === null || this.state.value === "settled" || this.state.value === "taking") return;
    this.state.value = "taking";
    try {
      const next = await ways.takeRoot(sealedRoot, accounts);
      if (scope.ended) return;
      this.state.value = "settled";
      if (next) taken(next);
    } catch (error) {
      if (scope.ended) return;
      if (isSessionOver(error)) return lost();
      const isForeign = error instanceof SealError && error.reason === "badSecret";
      this.state.value = isForeign ? "foreign" : isNotProved(error) ? "waiting" : "failed";
    }
  }
}
