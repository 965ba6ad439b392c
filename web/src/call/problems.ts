// From the server's error codes and the worker's reasons to what a person is told.

import { SealError } from "../seal/port.ts";
import { Refusal } from "../wire/api.ts";
import type { ErrorCode, InvitationInfo } from "../wire/messages.ts";
import type { Problem, ProblemKind } from "./view.ts";

const OF_CODE: Readonly<Record<ErrorCode, ProblemKind>> = {
  unknownLink: "linkUnknown",
  expiredLink: "linkExpired",
  visitEnded: "visitEnded",
  visitCancelled: "visitCancelled",
  alreadyRefused: "refused",
  alreadyRemoved: "removed",
  visitFull: "visitFull",
  serverFull: "serverFull",
  wrongProtocol: "internal",
  malformed: "internal",
  tooLarge: "internal",
  tooMany: "internal",
  notAllowed: "internal",
  reasonNeeded: "internal",
  notFound: "internal",
  staleCommit: "internal",
  badOffer: "noMedia",
  sessionGone: "internal",
  consentOutdated: "consentOutdated",
  shuttingDown: "serverStopping",
  notSignedIn: "notSignedIn",
  badCredential: "internal",
  codeNeeded: "internal",
  proofNeeded: "internal",
  userNameTaken: "internal",
  conflict: "internal",
  internal: "internal",
};

/** The server does not answer what is offered to it. */
export class NoAnswer extends Error {}

/** Trying again could lead to another result. */
const RETRY = new Set<ProblemKind>([
  "visitFull",
  "seatMoved",
  "seatKept",
  "offline",
  "sealFailed",
  "otherHost",
  "noMedia",
  "serverFull",
  "serverStopping",
  "consentOutdated",
  "notSignedIn",
  "enrolUnproved",
  "internal",
]);

export function problem(kind: ProblemKind): Problem {
  return { kind, canRetry: RETRY.has(kind) };
}

export function problemOfCode(code: ErrorCode): Problem {
  return problem(OF_CODE[code] ?? "internal");
}

/** Of an exception. A question to the server that came to nothing means that it could not be reached. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Refusal) return problemOfCode(error.code);
  if (error instanceof NoAnswer) return problem("noMedia");
  if (!(error instanceof SealError)) return problem("internal");
  switch (error.reason) {
    case "linkDamaged":
    case "practiceMismatch":
      return problem(error.reason);
    case "badCertificate":
    case "badVault":
    case "oldVault":
    case "badSecret":
    case "badProof":
    case "badGroup":
    case "badCommit":
      return problem("sealFailed");
    default:
      return problem("internal");
  }
}

/** Why this invitation leads nowhere any more, if it does not. */
export function problemOfInvitation({ visitState, state }: InvitationInfo): Problem | null {
  if (visitState === "ended" || visitState === "erased" || visitState === "missed") return problem("visitEnded");
  if (visitState === "cancelled") return problem("visitCancelled");
  if (state === "refused" || state === "removed") return problem(state);
  return null;
}
