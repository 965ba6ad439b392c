// Invitations on their way to the server: a link is handed out only once the server knows its seat.

import type { SealPort } from "../seal/port.ts";
import type { ClientMessage, DeskVisit, SeatId, VisitId } from "../wire/messages.ts";
import type { Ports } from "./ports.ts";
import type { Scope } from "./scope.ts";
import type { Session } from "./session.ts";
import type { NewVisit } from "./view.ts";

/** Longest wait; the connection may be lost. */
const KNOWN_WITHIN_MS = 10_000;

/** Most people in a visit that is planned at the desk: clinician and patient, and room for an interpreter and a relative. */
const PLACES = 4;

interface Waiting {
  readonly seq: number;
  readonly done: () => void;
  readonly failed: () => void;
}

export class Invitations {
  private readonly waiting = new Map<SeatId, Waiting>();
  private readonly scope: Scope;
  private readonly ports: Ports;
  private readonly seal: SealPort;
  private readonly session: Session;

  constructor(scope: Scope, ports: Ports, seal: SealPort, session: Session) {
    this.scope = scope;
    this.ports = ports;
    this.seal = seal;
    this.session = session;
    scope.own(() => {
      for (const { failed } of this.waiting.values()) failed();
    });
  }

  /** One more person for a visit; resolves to the whole link. */
  async invite(visit: VisitId, role: "patient" | "companion"): Promise<string> {
    const { token, fragment, invitation } = await this.seal.invite(visit, role);
    await this.known(invitation.seat, () => this.session.send({ type: "invite", visit, invitation }));
    return this.link(token, fragment);
  }

  /** A new visit and its patient; resolves to the whole link. */
  async plan({ startsAt, minutes, sensitive, marked }: NewVisit): Promise<string> {
    const { newId, clock } = this.ports;
    const visit = newId();
    const { token, fragment, invitation } = await this.seal.invite(visit, "patient");
    const message: ClientMessage = {
      type: "plan",
      visit,
      hostSeat: newId(),
      startsAt: startsAt?.getTime() ?? clock.now(),
      minutes,
      sensitive,
      marked,
      capacity: PLACES,
      invitation,
    };
    // The desk shows the visits of about a day: of a later one there is the server's word alone.
    await this.known(invitation.seat, (done, failed) => {
      this.session.ask(message, done, failed);
      return 0;
    });
    return this.link(token, fragment);
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

  private link(token: string, fragment: string): string {
    return `${this.ports.origin}/v/${token}#${fragment}`;
  }

  /** Resolves once the server shows the seat, or `tell` hears that it was taken in; rejects if the server refuses, or says nothing. */
  private known(seat: SeatId, tell: (done: () => void, failed: () => void) => number): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (then: () => void) => () => {
        if (!this.waiting.delete(seat)) return;
        cancel();
        then();
      };
      const done = settle(resolve);
      const failed = settle(() => reject(new Error("the invitation did not get through")));
      const cancel = this.scope.after(this.ports.clock, KNOWN_WITHIN_MS, failed);
      this.waiting.set(seat, { seq: tell(done, failed), done, failed });
    });
  }
}
