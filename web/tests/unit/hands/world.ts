// Everything around a view model, in a test's hand.

import { createHash } from "node:crypto";
import type { Memory, Remembered } from "../../../src/call/memory.ts";
import type { Ports } from "../../../src/call/ports.ts";
import type { Capability } from "../../../src/media/capability.ts";
import type { Certificate, DeskInfo, InvitationInfo } from "../../../src/wire/messages.ts";
import { HandClock } from "./clock.ts";
import { HandDevices, handPeers } from "./media.ts";
import { HandSeal } from "./seal.ts";
import { HandServer } from "./server.ts";

const base64Url = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
const hash = (label: string, bytes: Uint8Array) => createHash("sha256").update(`${label}\0`).update(bytes).digest();

export const TOKEN = base64Url(new Uint8Array(16).fill(7));
export const ROOT_KEY = base64Url(new Uint8Array(32).fill(9));
/** A whole link for the practice with `ROOT_KEY` (docs/protocol.md §1). */
export const FRAGMENT = (() => {
  const pin = hash("curtain/root/v1", new Uint8Array(32).fill(9)).subarray(0, 16);
  const secretAndPin = Buffer.concat([new Uint8Array(16).fill(5), pin]);
  const check = hash("curtain/link/v1", Buffer.concat([new Uint8Array(16).fill(7), secretAndPin])).subarray(0, 4);
  return base64Url(Buffer.concat([secretAndPin, check]));
})();

const certificate: Certificate = {
  body: Buffer.from(JSON.stringify({ name: "Dr Claimed" })).toString("base64url"),
  signature: "signature",
};
const practice = {
  name: "Practice at the Canal",
  telephone: "020 123 4567",
  rootKey: ROOT_KEY,
  consent: { version: 3, en: "consent", nl: "toestemming" },
};

export class HandMemory implements Memory {
  kept: Remembered = { fragment: FRAGMENT };
  read(): Remembered {
    return this.kept;
  }
  write(change: Partial<Remembered>): void {
    this.kept = { ...this.kept, ...change };
  }
  clear(): void {
    this.kept = { fragment: "" };
  }
}

export class World {
  readonly clock = new HandClock();
  readonly server = new HandServer();
  seal = new HandSeal();
  readonly devices = new HandDevices();
  readonly peers = handPeers();
  readonly memory = new HandMemory();
  readonly saved: { name: string; text: string }[] = [];
  capability: Capability = "able";
  wake: () => void = () => undefined;
  awake = 0;
  invitation: InvitationInfo = {
    practice,
    host: certificate,
    visit: "visit",
    visitState: "scheduled",
    startsAt: Date.UTC(2026, 10, 21, 10),
    minutes: 20,
    capacity: 4,
    seat: "ann",
    role: "patient",
    state: "invited",
    compareCode: false,
    mayHaveAccount: true,
  };
  desk: DeskInfo = { practice, staff: "staff", certificate, vault: "vault" };
  /** What the questions before the connection are answered with instead. */
  refusal: Error | null = null;
  private ids = 0;

  get ports(): Ports {
    const answer = async <T>(value: T): Promise<T> => {
      if (this.refusal) throw this.refusal;
      return value;
    };
    return {
      clock: this.clock,
      random: () => 0.5,
      newId: () => {
        this.ids += 1;
        return `id${this.ids}`;
      },
      api: { invitation: () => answer(this.invitation), desk: () => answer(this.desk) },
      openSocket: this.server.open,
      startSeal: async () => {
        if (this.seal.ended) this.seal = new HandSeal();
        return this.seal;
      },
      devices: this.devices,
      makePeer: this.peers.make,
      memory: this.memory,
      save: (name, bytes) => this.saved.push({ name, text: new TextDecoder().decode(bytes) }),
      onWake: (listener) => {
        this.wake = listener;
        return () => {
          this.wake = () => undefined;
        };
      },
      stayAwake: () => {
        this.awake += 1;
        return () => {
          this.awake -= 1;
        };
      },
      capability: () => this.capability,
      origin: "https://practice.example",
    };
  }
}
