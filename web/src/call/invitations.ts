// Invitations on their way to the server: a link is handed out only once the server knows its seat.

import type { ClientMessage, DeskVisit, SeatId } from "../wire/messages.ts";
import type { Ports } from "./ports.ts";
import type { Scope } from "./scope.ts";

/** Longest wait; the connection may be lost. */
const KNOWN_WITHIN_MS = 10_000;

type Invite = Extract<ClientMessage, { type: "invite" }>;

interface Waiting {
  readonly seq: number;
  readonly done: () => void;
  readonly failed: () => void;
}

export class Invitations {
  private readonly waiting = new Map<SeatId, Waiting>();
  private readonly scope: Scope;
  private readonly ports: Ports;
  private readonly send: (message: ClientMessage) => number;

  constructor(scope: Scope, ports: Ports, send: (message: ClientMessage) => number) {
    this.scope = scope;
    this.ports = ports;
    this.send = send;
    scope.own(() => {
      for (const { failed } of this.waiting.values()) failed();
    });
  }

  /** Resolves once the server shows the seat; rejects if it refuses, or says nothing. */
  tell(invite: Invite): Promise<void> {
    const { seat } = invite.invitation;
    return new Promise((resolve, reject) => {
      const settle = (then: () => void) => () => {
        if (!this.waiting.delete(seat)) return;
        cancel();
        then();
      };
      const failed = settle(() => reject(new Error("the invitation did not get through")));
      const cancel = this.scope.after(this.ports.clock, KNOWN_WITHIN_MS, failed);
      this.waiting.set(seat, { seq: this.send(invite), done: settle(resolve), failed });
    });
  }

  seen(visits: readonly DeskVisit[]): void {
    for (const { seats } of visits) for (const { seat } of seats) this.waiting.get(seat)?.done();
  }

  /** True if the error was about an invitation. */
  refused(about: number): boolean {
    const found = [...this.waiting.values()].find(({ seq }) => seq === about && about !== 0);
    found?.failed();
    return found !== undefined;
  }
}
