// Changing an account's ways in: the worker seals the vault anew, and keeps that once the server has taken it.

import { signal } from "@preact/signals";
import { SealError, type WaysChange } from "../seal/port.ts";
import type { Accounts } from "../wire/accounts.ts";
import { Refusal } from "../wire/api.ts";
import { fromBase64Url, toBase64Url } from "../wire/bytes.ts";
import type { AccountInfo, NewPasskey, Opaque, WaysChanged } from "../wire/messages.ts";
import { noteVault, type OpenAccount } from "./account.ts";
import { type MadePassword, PasswordMaking, type PasswordMakingOptions } from "./password-making.ts";
import type { StaffPorts } from "./staff-ports.ts";

/** What is new of a change, beside what the worker makes. */
export interface NewWays {
  readonly passkey?: NewPasskey;
  readonly password?: MadePassword;
}

/** A change that the server has not heard of yet. */
export interface Prepared {
  readonly told: WaysChanged;
  /** The one that is set; what the server hears of it is of the moment. */
  readonly password: MadePassword | null;
  /** Where a new one was asked for; shown once. */
  readonly recoveryCode: string | null;
}

type MakingOptions = Pick<PasswordMakingOptions, "scope" | "progress" | "made" | "failed" | "back">;

export interface WaysOptions {
  readonly ports: StaffPorts;
  readonly account: OpenAccount;
}

export class Ways {
  private readonly options: WaysOptions;
  /** The vault that the worker has open. */
  private vault: Opaque;
  /** The worker has one change in hand at a time. */
  private taking: Promise<unknown> = Promise.resolve();

  constructor(options: WaysOptions) {
    this.options = options;
    this.vault = options.account.info.vault.vault;
  }

  /** Has the device make a passkey; its secret goes to the worker. */
  async makePasskey(): Promise<unknown> {
    const { ports, account } = this.options;
    const { options } = await ports.accounts.accountPasskey();
    const { patient, name } = account.info;
    return ports.passkeys.create(account.seal, options, patient && (name || null));
  }

  /** A password to be set with `prepare`, beginning with what the account has now. */
  makePassword({ practice, name, password }: AccountInfo, options: MakingOptions): PasswordMaking {
    const { ports, account } = this.options;
    return new PasswordMaking({
      ...options,
      ports,
      practice: signal(practice.name),
      names: () => [practice.name, name],
      userName: password?.userName ?? "",
      withApp: password?.totp ?? false,
      seal: async () => account.seal,
      ask: (request) => ports.accounts.accountPassword({ request }),
    });
  }

  /** Changes nothing yet. What was prepared before is void. */
  async prepare(change: WaysChange, { passkey, password }: NewWays = {}): Promise<Prepared> {
    await this.taking;
    const { vault, recoveryCode, recoveryKey } = await this.options.account.seal.changeWays(change);
    const told = {
      was: await hashOf(this.vault),
      vault,
      passkey: passkey ?? null,
      remove: [...change.remove],
      password: change.password === "remove" ? ({ type: "remove" } as const) : null,
      recoveryKey,
    };
    return { told, password: password ?? null, recoveryCode };
  }

  /** Can be told again, should the server not be reached. */
  async tell({ told, password }: Prepared): Promise<AccountInfo> {
    if (!password) return await this.keep(told);
    return await this.keep({ ...told, password: { type: "set", password: await password.told() } });
  }

  /** Takes the practice's root key that was handed on into the vault; null if it is there already. */
  takeRoot(sealedRoot: Opaque, accounts: Accounts): Promise<AccountInfo | null> {
    const taken = this.takeHandedOn(sealedRoot, accounts);
    this.taking = taken.catch(() => undefined);
    return taken;
  }

  private async takeHandedOn(sealedRoot: Opaque, accounts: Accounts): Promise<AccountInfo | null> {
    const vault = await this.options.account.seal.takeRoot(sealedRoot);
    if (!vault) return null;
    const told = { was: await hashOf(this.vault), vault, passkey: null, remove: [], password: null, recoveryKey: null };
    return await this.keep(told, accounts);
  }

  private async keep(told: WaysChanged, accounts = this.options.ports.accounts): Promise<AccountInfo> {
    const { ports, account } = this.options;
    const info = await taken(accounts, told);
    await account.seal.keepWays();
    this.vault = told.vault.vault;
    await noteVault(ports, account);
    return info;
  }
}

async function taken(accounts: Accounts, told: WaysChanged): Promise<AccountInfo> {
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

async function hashOf(vault: Opaque): Promise<Opaque> {
  const bytes = fromBase64Url(vault);
  if (!bytes) throw new SealError("badVault");
  return toBase64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}
