// From what the server tells to what a person reads: invitation and receipt.

import { fromBase64Url } from "../wire/bytes.ts";
import type { Certificate, InvitationInfo, Receipt } from "../wire/messages.ts";
import type { InvitationSummary, ReceiptView } from "./view.ts";

/** The name in a certificate, not verified yet: for the moment until the worker has looked. */
function claimedName(certificate: Certificate): string {
  try {
    const body = fromBase64Url(certificate.body);
    const { name } = JSON.parse(new TextDecoder().decode(body ?? new Uint8Array())) as { name?: unknown };
    return typeof name === "string" ? name : "";
  } catch {
    return "";
  }
}

export function summarize(info: InvitationInfo): InvitationSummary {
  return {
    practiceName: info.practice.name,
    telephone: info.practice.telephone,
    hostName: claimedName(info.host),
    startsAt: new Date(info.startsAt),
    minutes: info.minutes,
    role: info.role === "companion" ? "companion" : "patient",
    consent: info.practice.consent,
    compareCode: info.compareCode,
  };
}

export function receiptView(receipt: Receipt, leftEarly: boolean): ReceiptView {
  return {
    beganAt: receipt.beganAt === null ? null : new Date(receipt.beganAt),
    endedAt: new Date(receipt.endedAt),
    people: receipt.people,
    retentionDays: receipt.retentionDays,
    consentVersion: receipt.consentVersion,
    leftEarly,
  };
}
