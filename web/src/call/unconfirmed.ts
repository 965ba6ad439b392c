// The wait of a colleague who has enrolled: an administrator's device has to say whose keys these are, and this page notices by itself.

import { signal } from "@preact/signals";
import type { AccountInfo, Certificate } from "../wire/messages.ts";
import { isSessionOver, type OpenAccount } from "./account.ts";
import type { Scope } from "./scope.ts";
import type { StaffPorts } from "./staff-ports.ts";
import type { AccountControls, UnconfirmedView } from "./view.ts";

/** Lower notices sooner, higher asks the server less. */
const LOOK_EVERY_MS = 3_000;

export interface UnconfirmedOptions {
  readonly scope: Scope;
  readonly ports: StaffPorts;
  readonly account: OpenAccount;
  readonly controls: AccountControls;
  readonly confirmed: (info: AccountInfo) => void;
  /** The session is over, or what came is no certificate of this account: signing in opens the account anew. */
  readonly lost: () => void;
}

export class Unconfirmed implements UnconfirmedView {
  readonly practiceName: string;
  readonly account: AccountControls;
  readonly reconnecting = signal(false);
  private readonly options: UnconfirmedOptions;

  constructor(options: UnconfirmedOptions) {
    this.options = options;
    this.practiceName = options.account.info.practice.name;
    this.account = options.controls;
  }

  begin(): void {
    const { scope, ports } = this.options;
    scope.after(ports.clock, LOOK_EVERY_MS, () => void this.look());
  }

  private async look(): Promise<void> {
    const { scope, ports, lost } = this.options;
    try {
      const info = await ports.accounts.account();
      if (scope.ended) return;
      this.reconnecting.value = false;
      if (info.certificate) return await this.take(info, info.certificate);
    } catch (error) {
      if (scope.ended) return;
      if (isSessionOver(error)) return lost();
      this.reconnecting.value = true;
    }
    this.begin();
  }

  private async take(info: AccountInfo, certificate: Certificate): Promise<void> {
    const { scope, account, confirmed, lost } = this.options;
    try {
      await account.seal.takeCertificate(certificate);
    } catch {
      if (!scope.ended) lost();
      return;
    }
    if (!scope.ended) confirmed(info);
  }
}
