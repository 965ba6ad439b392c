// What the pages of staff need from outside beyond `ports`. `staff-edge` fills it in from the browser, tests from their own hands.

import type { SealWorker } from "../seal/port.ts";
import type { Accounts } from "../wire/accounts.ts";
import type { Cancel } from "../wire/clock.ts";
import type { Memory } from "./memory.ts";
import type { PasswordJudge } from "./password-rule.ts";
import type { Ports } from "./ports.ts";
import type { SeenVaults } from "./seen.ts";

/** The device's passkeys. What a passkey's extension gives goes from the device to the worker, and is not seen here. */
export interface Passkeys {
  /** Resolves to the new credential as JSON; rejects with `PasskeyError`. With `name`, the device shows that one beside it, not the server's. */
  create(worker: SealWorker, options: unknown, name?: string | null): Promise<unknown>;
  /** With `offered`, among what the browser fills in, until the signal takes the offer back. */
  use(worker: SealWorker, options: unknown, offered?: AbortSignal): Promise<unknown>;
  supported(): boolean;
  /** Whether `use` can offer. */
  offerable(): Promise<boolean>;
}

export interface StaffPorts extends Ports {
  readonly accounts: Accounts;
  readonly passkeys: Passkeys;
  /** Fetches what is known of passwords; rejects if it does not arrive. */
  readonly judge: () => Promise<PasswordJudge>;
  /** Fit for keys. */
  readonly randomBytes: (count: number) => Uint8Array<ArrayBuffer>;
  readonly seen: SeenVaults;
  /** The tab's memory of one account. */
  readonly memoryOf: (account: string) => Memory;
  /** Calls back whenever the person does something: a key, a press. */
  readonly onAct: (listener: () => void) => Cancel;
  /** Shows another path in the address bar; nothing is loaded. */
  readonly showPath: (path: string) => void;
  /** What the device is commonly called, for the name of a passkey. */
  readonly deviceName: string;
}
