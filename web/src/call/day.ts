// The visits of a desk as the server shows them, opened one snapshot after the other.

import type { Signal } from "@preact/signals";
import type { SealPort } from "../seal/port.ts";
import type { DeskVisit } from "../wire/messages.ts";
import type { Door } from "./door.ts";
import type { Scope } from "./scope.ts";
import { Seats } from "./seats.ts";
import type { Session } from "./session.ts";
import type { DeskVisitView } from "./view.ts";

export interface DayOptions {
  readonly scope: Scope;
  readonly seal: SealPort;
  readonly session: Session;
  readonly door: Door;
  /** Where the screens see them. */
  readonly visits: Signal<readonly DeskVisitView[]>;
  /** A snapshot was opened. */
  readonly opened: (visits: readonly DeskVisit[]) => void;
  readonly failed: (error: unknown) => void;
}

export class Day {
  readonly seats: Seats;
  private readonly options: DayOptions;
  private opening: Promise<void> = Promise.resolve();

  constructor(options: DayOptions) {
    const { scope, seal, session, door } = options;
    this.options = options;
    // Should the server object, the account is as it was: another desk was faster, or its owner deleted it.
    this.seats = new Seats(seal, (visit, seat, binding) =>
      session.ask({ type: "bindPatient", visit, seat, binding }, () => undefined),
    );
    scope.own(door.changed(() => this.show()));
  }

  take(visits: readonly DeskVisit[]): void {
    this.next(async () => {
      await this.seats.take(visits);
      if (!this.options.scope.ended) this.options.opened(visits);
    });
  }

  /** Does something once the snapshots that have come are opened. */
  next(work: () => Promise<void>): void {
    const { scope, failed } = this.options;
    this.opening = this.opening.then(work).catch((error) => {
      if (!scope.ended) failed(error);
    });
  }

  show(): void {
    const { door, visits } = this.options;
    visits.value = this.seats.views((visit) => door.marks(visit));
  }
}
