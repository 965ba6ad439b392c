// Links (docs/protocol.md §1): which page a path names, and whether a fragment is whole. Secrets are not used here, only compared.

import { fromBase64Url, toBase64Url } from "./bytes.ts";

export type Route =
  | { readonly kind: "visit"; readonly token: string }
  | { readonly kind: "desk"; readonly token: string }
  | { readonly kind: "enrolment"; readonly token: string }
  | { readonly kind: "signIn" }
  | { readonly kind: "practice" }
  | { readonly kind: "account" }
  | { readonly kind: "none" };

const TOKEN_BYTES = 16;
const SECRET_AND_PIN_BYTES = 32;
const CHECK_BYTES = 4;
const PIN_BYTES = 16;

const DOORS = { v: "visit", d: "desk", s: "enrolment" } as const;

export function parseRoute(path: string): Route {
  const [, door, token = ""] = /^\/([vds])\/([^/]*)\/?$/.exec(path) ?? [];
  if (door !== undefined) return { kind: DOORS[door as keyof typeof DOORS], token };
  if (/^\/sign-in\/?$/.test(path)) return { kind: "signIn" };
  if (/^\/practice\/?$/.test(path)) return { kind: "practice" };
  if (/^\/account\/?$/.test(path)) return { kind: "account" };
  return { kind: "none" };
}

/** Whether the token could be one at all; the server is not asked otherwise. */
export function isToken(token: string): boolean {
  return fromBase64Url(token)?.length === TOKEN_BYTES;
}

async function digest(label: string, ...parts: Uint8Array[]): Promise<Uint8Array> {
  const head = new TextEncoder().encode(`${label}\0`);
  const all = new Uint8Array(head.length + parts.reduce((sum, part) => sum + part.length, 0));
  all.set(head);
  let at = head.length;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
}

/** Whether the fragment belongs to the token and nothing of it is missing or changed. The seal worker looks again. */
export async function isWhole(token: string, fragment: string): Promise<boolean> {
  const tokenBytes = fromBase64Url(token);
  const bytes = fromBase64Url(fragment);
  if (tokenBytes?.length !== TOKEN_BYTES || bytes?.length !== SECRET_AND_PIN_BYTES + CHECK_BYTES) return false;
  const check = await digest("curtain/link/v1", tokenBytes, bytes.subarray(0, SECRET_AND_PIN_BYTES));
  return toBase64Url(check.subarray(0, CHECK_BYTES)) === toBase64Url(bytes.subarray(SECRET_AND_PIN_BYTES));
}

/** Whether the link was made for the practice with this root key. The seal worker looks again. */
export async function isPinned(fragment: string, rootKey: string): Promise<boolean> {
  const bytes = fromBase64Url(fragment);
  const root = fromBase64Url(rootKey);
  if (!bytes || !root) return false;
  const pin = await digest("curtain/root/v1", root);
  const expected = bytes.subarray(SECRET_AND_PIN_BYTES - PIN_BYTES, SECRET_AND_PIN_BYTES);
  return toBase64Url(pin.subarray(0, PIN_BYTES)) === toBase64Url(expected);
}
