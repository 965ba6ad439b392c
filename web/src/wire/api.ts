// Questions to the server outside a connection: what is behind this link? Those of accounts are in `accounts`.

import type { DeskInfo, ErrorCode, InvitationInfo, LinkRequest } from "./messages.ts";

/** Longest wait for an answer, in milliseconds; higher keeps a person before an empty page. */
const ANSWER_WITHIN_MS = 10_000;

/** The server answered, and said no. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode) {
    super(code);
    this.code = code;
  }
}

export interface Api {
  /** Throws `Refusal`, or anything else when the server could not be reached. */
  invitation(token: string): Promise<InvitationInfo>;
  desk(token: string): Promise<DeskInfo>;
}

/** What a status means when the answer names no code (a proxy in between may have written it). */
function codeOfStatus(status: number): ErrorCode {
  if (status === 401) return "notSignedIn";
  if (status === 403) return "notAllowed";
  if (status === 404) return "unknownLink";
  if (status === 409) return "conflict";
  if (status === 410) return "expiredLink";
  if (status === 429) return "tooMany";
  return "internal";
}

export interface Question {
  /** Asked with `POST` where there is something to say, with `GET` otherwise. */
  readonly body?: object;
  /** `omit` for the invited: their link is all they show. */
  readonly credentials: "omit" | "same-origin";
  /** Goes out even if the page is closed meanwhile. */
  readonly outlivesPage?: boolean;
}

/** The answer of the server, which said yes. Throws `Refusal`, or anything else when the server could not be reached. */
export async function respond(path: string, { body, credentials, outlivesPage = false }: Question): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ANSWER_WITHIN_MS);
  const response = await fetch(path, {
    ...(body && {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
    cache: "no-store",
    credentials,
    keepalive: outlivesPage,
    signal: late.signal,
  }).finally(() => clearTimeout(timer));
  if (response.ok) return response;
  if (response.status >= 502) throw new Error("unreachable");
  const answer = (await response.json().catch(() => null)) as { code?: ErrorCode } | null;
  throw new Refusal(answer?.code ?? codeOfStatus(response.status));
}

async function ask<T>(path: string, token: string): Promise<T> {
  const body: LinkRequest = { token };
  return (await (await respond(path, { body, credentials: "omit" })).json()) as T;
}

export const browserApi: Api = {
  invitation: (token) => ask("/api/invitation", token),
  desk: (token) => ask("/api/desk", token),
};
