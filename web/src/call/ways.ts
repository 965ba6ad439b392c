// Changing an account's ways in: the worker seals the vault anew, and keeps that once the server has taken it.

import { SealError, type WaysChange } from "../seal/port.ts";
import { Refusal } from "../wire/api.ts";
import { fromBase64Url, toBase64Url } from "../wire/bytes.ts";
import type { AccountInfo, NewPasskey, Opaque, WaysChanged } from "../wire/messages.ts";
import type { OpenAccount } from "./account.ts";
import type { StaffPorts } from "./staff-ports.ts";

/** A change that the server has not heard of yet. */
export interface Prepared {
  readonly told: WaysChanged;
  /** Where a new one was asked for; shown once. */
  readonly recoveryCode: string | null;
}

export interface WaysOptions {
  readonly ports: Pick<StaffPorts, "accounts" | "passkeys">;
  readonly account: OpenAccount;
}

export class Ways {
  private readonly options: WaysOptions;
  /** The vault that the worker has open. */
  private vault: Opaque;

  constructor(options: WaysOptions) {
    this.options = options;
    this.vault = options.account.info.vault.vault;
  }

  /** Has the device make a passkey; its secret goes to the worker. */
  async makePasskey(): Promise<unknown> {
    const { ports, account } = this.options;
    const { options } = await ports.accounts.accountPasskey();
    return ports.passkeys.create(account.seal, options);
  }

  /** Changes nothing yet. What was prepared before is void. */
  async prepare(change: WaysChange, passkey: NewPasskey | null): Promise<Prepared> {
    const { vault, recoveryCode, recoveryKey } = await this.options.account.seal.changeWays(change);
    const was = await hashOf(this.vault);
    return { recoveryCode, told: { was, vault, passkey, remove: [...change.remove], recoveryKey } };
  }

  /** Can be told again as it is, should the server not be reached. */
  async tell(told: WaysChanged): Promise<AccountInfo> {
    const info = await this.taken(told);
    await this.options.account.seal.keepWays();
    this.vault = told.vault.vault;
    return info;
  }

  private async taken(told: WaysChanged): Promise<AccountInfo> {
    const { accounts } = this.options.ports;
    try {
      return await accounts.changeWays(told);
    } catch (error) {
      if (error instanceof Refusal && error.code !== "conflict") throw error;
      // It may have arrived all the same, and only its answer been lost.
      const info = await accounts.account();
      if (info.vault.vault !== told.vault.vault) throw error;
      return info;
    }
  }
}

async function hashOf(vault: Opaque): Promise<Opaque> {
  const bytes = fromBase64Url(vault);
  if (!bytes) throw new SealError("badVault");
  return toBase64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}
