// An account that is open in this page: how its vault is opened, and how one hears that it is not open any more.

import { SealError, type SealWorker } from "../seal/port.ts";
import { Refusal } from "../wire/api.ts";
import type { AccountInfo } from "../wire/messages.ts";
import type { StaffPorts } from "./staff-ports.ts";

/** The worker holds the account's keys until it ends. */
export interface OpenAccount {
  readonly seal: SealWorker;
  readonly info: AccountInfo;
}

/** The server handed out a vault that is older than one that this browser has seen. */
export class OldVault extends Error {}

/** Opens the vault with what the worker was offered. Rejects with `OldVault` or `SealError`; the worker is of no use then. */
export async function openVault(ports: Pick<StaffPorts, "seen">, { seal, info }: OpenAccount): Promise<void> {
  const { practice, account, certificate, vault } = info;
  const check = { account, rootKey: practice.rootKey, certificate, vault };
  const seen = ports.seen.read(account);
  try {
    await seal.openAccount({ ...check, seen });
  } catch (error) {
    const isBad = error instanceof SealError && error.reason === "badVault";
    // The worker does not tell an older vault from a damaged one; the older one opens where nothing was seen.
    if (isBad && seen > 0 && (await opens(seal.openAccount({ ...check, seen: 0 })))) throw new OldVault();
    throw error;
  }
  await noteVault(ports, { seal, info });
}

function opens(opening: Promise<unknown>): Promise<boolean> {
  return opening.then(
    () => true,
    () => false,
  );
}

/** Remembers how new the vault is that the worker holds, which the server has. A worker that is not there any more says so at the next question. */
export async function noteVault(ports: Pick<StaffPorts, "seen">, { seal, info }: OpenAccount): Promise<void> {
  const revision = await seal.revision().catch(() => 0);
  ports.seen.write(info.account, revision);
}

/** The server knows of no session. */
export function isSessionOver(error: unknown): boolean {
  return error instanceof Refusal && error.code === "notSignedIn";
}

/** The server wanted to see again who this is, and the person did not show it: everything stays as it was. */
export function isNotProved(error: unknown): boolean {
  return error instanceof Refusal && error.code === "proofNeeded";
}
