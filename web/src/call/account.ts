// An account that is open in this page: how its vault is opened, and how one hears that it is not open any more.

import type { SealWorker } from "../seal/port.ts";
import { Refusal } from "../wire/api.ts";
import type { AccountInfo } from "../wire/messages.ts";
import { holds } from "./holds.ts";
import { cleanName } from "./said.ts";
import type { StaffPorts } from "./staff-ports.ts";

/** The worker holds the account's keys until it ends. */
export interface OpenAccount {
  readonly seal: SealWorker;
  readonly info: AccountInfo;
}

/** Opens the vault with what the worker was offered. Rejects with `SealError`; the worker is of no use then. */
export async function openVault(ports: Pick<StaffPorts, "seen">, { seal, info }: OpenAccount): Promise<OpenAccount> {
  const { practice, account, certificate, vault } = info;
  const seen = ports.seen.read(account);
  await seal.openAccount({ account, rootKey: practice.rootKey, certificate, vault, seen });
  await noteVault(ports, { seal, info });
  return { seal, info: { ...info, name: await nameOf({ seal, info }) } };
}

/** A patient's name is in their contact data, which the server cannot read; empty if it does not open. */
async function nameOf({ seal, info: { name, patient } }: OpenAccount): Promise<string> {
  if (!patient) return name;
  return cleanName((await holds(seal.openOwnContact(patient.contact)))?.name ?? "");
}

/** What the server says of an account, with the name that it does not know. */
export function withName(info: AccountInfo, { name }: AccountInfo): AccountInfo {
  return info.name === "" ? { ...info, name } : info;
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
