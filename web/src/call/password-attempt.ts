// One attempt with a password, up to what the server has to see: for signing in, and for showing again who one is.

import { SealError, type SealWorker } from "../seal/port.ts";
import { readCode } from "../seal/totp.ts";
import { Refusal } from "../wire/api.ts";
import type { PasswordFinish } from "../wire/messages.ts";
import { normal, readUserName } from "./password-rule.ts";
import type { StaffPorts } from "./staff-ports.ts";

export interface AttemptOptions<T> {
  readonly ports: Pick<StaffPorts, "accounts" | "origin">;
  readonly seal: SealWorker;
  /** Shows the server what the password made. */
  readonly finish: (finish: PasswordFinish) => Promise<T>;
}

/** What an attempt came to. After `code` it goes on with `withCode`; the others end it. */
export type Attempted<T> =
  | { readonly to: "done"; readonly value: T }
  | { readonly to: "code" } // the code of the app is asked for
  | { readonly to: "wrongCode" }
  | { readonly to: "wrong" } // user name or password
  | { readonly to: "over" }; // too many wrong codes, or too late

export class PasswordAttempt<T> {
  private readonly options: AttemptOptions<T>;
  private begun: Omit<PasswordFinish, "code"> | null = null;

  constructor(options: AttemptOptions<T>) {
    this.options = options;
  }

  /** Rejects where the server or the worker does not answer. */
  async begin(typedName: string, password: string): Promise<Attempted<T>> {
    const { ports, seal } = this.options;
    const userName = readUserName(typedName);
    if (userName === null) return { to: "wrong" };
    try {
      const request = await seal.startPasswordSignIn(normal(password));
      const { ceremony, response } = await ports.accounts.signInWithPassword({ userName, request });
      const finalization = await seal.finishPasswordSignIn(response, ports.origin);
      this.begun = { ceremony, finalization };
      return { to: "done", value: await this.options.finish({ ceremony, finalization, code: null }) };
    } catch (error) {
      if (isRefusal(error, "codeNeeded")) return { to: "code" };
      if (isRefusal(error, "badCredential")) return { to: "wrong" };
      if (error instanceof SealError && error.reason === "wrongPassword") return { to: "wrong" };
      throw error;
    }
  }

  async withCode(typed: string): Promise<Attempted<T>> {
    const code = readCode(typed);
    if (code === null) return { to: "wrongCode" };
    const { begun } = this;
    if (!begun) return { to: "over" };
    try {
      return { to: "done", value: await this.options.finish({ ...begun, code }) };
    } catch (error) {
      if (isRefusal(error, "codeNeeded")) return { to: "wrongCode" };
      if (isRefusal(error, "badCredential")) return await this.afterWrongCode(begun);
      throw error;
    }
  }

  /** The server says the same of a wrong code and of an attempt that is over; without a code it tells them apart. */
  private async afterWrongCode(begun: Omit<PasswordFinish, "code">): Promise<Attempted<T>> {
    try {
      return { to: "done", value: await this.options.finish({ ...begun, code: null }) };
    } catch (error) {
      if (isRefusal(error, "codeNeeded")) return { to: "wrongCode" };
      if (isRefusal(error, "badCredential")) return { to: "over" };
      throw error;
    }
  }
}

function isRefusal(error: unknown, code: Refusal["code"]): boolean {
  return error instanceof Refusal && error.code === code;
}
