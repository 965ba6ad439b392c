// Passkeys (WebAuthn Level 3), on the page's side: workers have no authenticators. A passkey's secret passes through here on its way to the worker, and stays nowhere.

import { fromBase64Url, toBase64Url } from "../wire/bytes.ts";
import type { SealPort } from "./port.ts";

/** Why there is no passkey: the person or the device said no or took too long; this browser has none; none with a secret; something else. */
export type PasskeyFailure = "cancelled" | "unsupported" | "noPrf" | "failed";

export class PasskeyError extends Error {
  readonly reason: PasskeyFailure;
  constructor(reason: PasskeyFailure) {
    super(reason);
    this.reason = reason;
  }
}

/** What the PRF extension (section 10.1.4) is asked for: the secret that opens account vaults (`docs/protocol.md` section 2.8). */
const PRF_INPUT = new TextEncoder().encode("curtain/account-vault/v1");
/** How long a device may take for its secret, in milliseconds. */
const SECRET_WITHIN_MS = 120_000;

interface Descriptor {
  readonly id: string;
  readonly [key: string]: unknown;
}
interface CreationJson {
  readonly publicKey: {
    readonly challenge: string;
    readonly user: { readonly id: string; readonly [key: string]: unknown };
    readonly excludeCredentials?: readonly Descriptor[];
    readonly authenticatorSelection?: object;
    readonly extensions?: object;
    readonly [key: string]: unknown;
  };
}
interface RequestJson {
  readonly publicKey: {
    readonly challenge: string;
    readonly allowCredentials?: readonly Descriptor[];
    readonly extensions?: object;
    readonly [key: string]: unknown;
  };
}
interface PrfResults {
  readonly prf?: { readonly enabled?: boolean; readonly results?: { readonly first?: BufferSource } };
}

export function passkeysSupported(): boolean {
  return "PublicKeyCredential" in globalThis && "credentials" in navigator;
}

/** Whether the browser can offer passkeys where a user name is typed. */
export async function passkeysOfferable(): Promise<boolean> {
  if (!passkeysSupported()) return false;
  return (await PublicKeyCredential.isConditionalMediationAvailable?.().catch(() => false)) ?? false;
}

/** Makes a passkey, hands its secret to the worker, and returns what the server may know of it.
 * With `name`, the device shows that one beside the passkey: where the server does not know the owner's. */
export async function createPasskey(worker: SealPort, options: unknown, name: string | null = null): Promise<unknown> {
  const { publicKey } = options as CreationJson;
  const credential = await ask(() =>
    navigator.credentials.create({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        user: { ...publicKey.user, ...(name !== null && { name, displayName: name }), id: bytes(publicKey.user.id) },
        excludeCredentials: descriptors(publicKey.excludeCredentials),
        // One that the device finds by itself, so that nobody has to type who they are.
        authenticatorSelection: {
          ...publicKey.authenticatorSelection,
          residentKey: "required",
          requireResidentKey: true,
          userVerification: "required",
        },
        extensions: { ...publicKey.extensions, ...prf() },
      } as unknown as PublicKeyCredentialCreationOptions,
    }),
  );
  const results = credential.getClientExtensionResults() as PrfResults;
  // Some devices tell the secret only when the passkey is used.
  const secret = results.prf?.enabled === false ? null : (secretOf(credential) ?? (await secretLater(credential)));
  if (!secret) throw new PasskeyError("noPrf");
  await hand(worker, credential, secret);
  const response = credential.response as AuthenticatorAttestationResponse;
  return json(credential, {
    clientDataJSON: text(response.clientDataJSON),
    attestationObject: text(response.attestationObject),
    transports: response.getTransports?.() ?? [],
  });
}

/** Signs in with a passkey, hands its secret to the worker, and returns what the server has to see.
 * With `offered`, it is offered among what the browser fills in, until the signal takes the offer back. */
export async function usePasskey(worker: SealPort, options: unknown, offered?: AbortSignal): Promise<unknown> {
  const { publicKey } = options as RequestJson;
  const credential = await ask(() =>
    navigator.credentials.get({
      ...(offered && { mediation: "conditional", signal: offered }),
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        allowCredentials: descriptors(publicKey.allowCredentials),
        userVerification: "required",
        extensions: { ...publicKey.extensions, ...prf() },
      } as unknown as PublicKeyCredentialRequestOptions,
    }),
  );
  const secret = secretOf(credential);
  if (!secret) throw new PasskeyError("noPrf");
  await hand(worker, credential, secret);
  const response = credential.response as AuthenticatorAssertionResponse;
  return json(credential, {
    clientDataJSON: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: response.userHandle ? text(response.userHandle) : null,
  });
}

async function ask(work: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  if (!passkeysSupported()) throw new PasskeyError("unsupported");
  try {
    const credential = await work();
    if (credential instanceof PublicKeyCredential) return credential;
  } catch (error) {
    const name = error instanceof DOMException ? error.name : "";
    // Browsers say the same of a person who declines, of a time that ran out and of a device without a passkey.
    if (name === "NotAllowedError" || name === "AbortError") throw new PasskeyError("cancelled");
    if (name === "NotSupportedError" || name === "ConstraintError") throw new PasskeyError("unsupported");
  }
  throw new PasskeyError("failed");
}

function prf() {
  return { prf: { eval: { first: PRF_INPUT } } };
}

function secretOf(credential: PublicKeyCredential): Uint8Array | null {
  const first = (credential.getClientExtensionResults() as PrfResults).prf?.results?.first;
  if (!first) return null;
  return ArrayBuffer.isView(first)
    ? new Uint8Array(first.buffer, first.byteOffset, first.byteLength)
    : new Uint8Array(first);
}

/** Uses a new passkey once, for its secret alone: the answer goes nowhere, so its challenge need not be the server's. */
async function secretLater(made: PublicKeyCredential): Promise<Uint8Array | null> {
  const credential = await ask(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        allowCredentials: [{ type: "public-key", id: made.rawId }],
        userVerification: "required",
        timeout: SECRET_WITHIN_MS,
        extensions: prf() as AuthenticationExtensionsClientInputs,
      },
    }),
  );
  return secretOf(credential);
}

async function hand(worker: SealPort, credential: PublicKeyCredential, secret: Uint8Array): Promise<void> {
  const own = secret.slice();
  secret.fill(0);
  await worker.offerPasskey(text(credential.rawId), own).finally(() => own.fill(0));
}

function descriptors(list: readonly Descriptor[] | undefined): object[] | undefined {
  return list?.map((one) => ({ ...one, id: bytes(one.id) }));
}

/** Without the results of the extensions: the secret is among them. */
function json(credential: PublicKeyCredential, response: object): unknown {
  const { id, rawId, type } = credential;
  return { id, rawId: text(rawId), type, response, extensions: {} };
}

function bytes(from: string): Uint8Array<ArrayBuffer> {
  const decoded = fromBase64Url(from);
  if (!decoded) throw new PasskeyError("failed");
  return decoded;
}

function text(from: ArrayBuffer): string {
  return toBase64Url(new Uint8Array(from));
}
