// The seats of a clinician's visits, opened: who stands behind the sealed card, and whether their proof holds.

import type { Card, SealPort } from "../seal/port.ts";
import type { DeskSeat, DeskVisit, SeatId, TaggedKeyPackage, VisitId } from "../wire/messages.ts";
import { aliasOf } from "./alias.ts";
import { holds } from "./holds.ts";
import { type Bind, Patients } from "./patients.ts";
import { cleanName } from "./said.ts";
import type { Caution, DeskPatientView, DeskVisitView, WaitingPerson } from "./view.ts";

/** What was opened for a seat, and from what, so that only what changed is opened again. */
interface OpenedSeat {
  readonly from: { readonly secret: string | null; readonly card: string | null; readonly keyPackage: string | null };
  /** The seat's secret is open. */
  readonly known: boolean;
  readonly card: Card | null;
  readonly genuine: boolean;
}

/** Someone whom the server shows in the call and who is not let in by itself: they wait for a click. */
export interface Asking {
  readonly keyPackage: TaggedKeyPackage;
  readonly genuine: boolean;
  readonly caution: Caution | null;
}

/** What is known of seats beside the server's snapshot. */
export interface Marks {
  readonly admitting: ReadonlySet<SeatId>;
  readonly asking: ReadonlyMap<SeatId, Asking>;
  readonly barred: readonly SeatId[];
}

export const IN_CALL: ReadonlySet<string> = new Set(["admitted", "connected", "reconnecting"]);

export class Seats {
  private readonly seal: SealPort;
  private readonly patients: Patients;
  private snapshot: readonly DeskVisit[] = [];
  private opened = new Map<string, OpenedSeat>();

  constructor(seal: SealPort, bind: Bind) {
    this.seal = seal;
    this.patients = new Patients(seal, bind);
  }

  /** A new session: the server may not have heard what was said in the last one. */
  retell(): void {
    this.patients.retell();
  }

  /** Opens what is new in a snapshot. */
  async take(visits: readonly DeskVisit[]): Promise<void> {
    const opened = new Map<string, OpenedSeat>();
    for (const { visit, seats } of visits) {
      for (const seat of seats) {
        if (seat.role === "clinician") continue;
        const one = await this.open(visit, seat);
        opened.set(`${visit}/${seat.seat}`, one);
        await this.patients.look(visit, seat, one.known);
      }
    }
    this.opened = opened;
    this.snapshot = visits;
  }

  /** As the last snapshot that was taken has it. */
  find(seat: SeatId): DeskSeat | undefined {
    return this.snapshot.flatMap(({ seats }) => seats).find((one) => one.seat === seat);
  }

  views(marks: (visit: VisitId) => Marks): readonly DeskVisitView[] {
    return this.snapshot.map((visit) => this.view(visit, marks(visit.visit)));
  }

  private view(visit: DeskVisit, marks: Marks): DeskVisitView {
    const guests = visit.seats.filter((seat) => seat.role !== "clinician");
    const alias = visit.marked ? aliasOf(visit.visit) : null;
    return {
      visit: visit.visit,
      startsAt: new Date(visit.startsAt),
      minutes: visit.minutes,
      state: visit.state,
      sensitive: visit.sensitive,
      alias,
      locked: visit.locked,
      delayMinutes: visit.delayMinutes,
      waiting: guests
        .filter(({ seat, state }) => state === "arrived" || (IN_CALL.has(state) && marks.asking.has(seat)))
        .map((seat) => this.person(visit.visit, seat, marks, alias)),
      patients: visit.locked ? [] : this.accounts(visit.visit, guests, alias),
      expected: guests.filter((seat) => seat.state === "invited").length,
      inCall: visit.seats.filter((seat) => IN_CALL.has(seat.state)).length,
    };
  }

  private accounts(visit: VisitId, guests: readonly DeskSeat[], alias: string | null): readonly DeskPatientView[] {
    return guests.flatMap(({ seat }) => {
      const patient = this.patients.of(visit, seat);
      return patient ? [{ seat, alias, ...patient }] : [];
    });
  }

  isGenuine(visit: VisitId, seat: SeatId): boolean {
    return this.opened.get(`${visit}/${seat}`)?.genuine ?? false;
  }

  /** Their KeyPackage could not be used: not genuine, until another comes. */
  distrust(visit: VisitId, seat: SeatId): void {
    const opened = this.opened.get(`${visit}/${seat}`);
    if (opened) this.opened.set(`${visit}/${seat}`, { ...opened, genuine: false });
  }

  nameOf(visit: VisitId, seat: SeatId): string {
    return this.opened.get(`${visit}/${seat}`)?.card?.name ?? "";
  }

  /** Whether the KeyPackage of someone who comes again was made by the holder of the seat's link. */
  async holds(visit: VisitId, { seat, role }: DeskSeat, keyPackage: TaggedKeyPackage): Promise<boolean> {
    return (await holds(this.seal.isGenuine(visit, seat, role, keyPackage))) === true;
  }

  private person(visit: VisitId, seat: DeskSeat, marks: Marks, alias: string | null): WaitingPerson {
    const { admitting, asking, barred } = marks;
    const asks = seat.state === "arrived" ? undefined : asking.get(seat.seat);
    const opened = this.opened.get(`${visit}/${seat.seat}`);
    return {
      seat: seat.seat,
      visit,
      name: alias === null ? (opened?.card?.name ?? "") : "",
      alias,
      role: seat.role === "companion" ? "companion" : "patient",
      online: seat.online,
      since: seat.waitingSince === null ? null : new Date(seat.waitingSince),
      alone: opened?.card?.alone ?? null,
      headphones: opened?.card?.headphones ?? null,
      camera: opened?.card?.camera ?? false,
      genuine: asks ? asks.genuine : (opened?.genuine ?? false),
      admitting: admitting.has(seat.seat),
      caution: barred.includes(seat.seat) ? "barred" : (asks?.caution ?? null),
    };
  }

  private async open(visit: VisitId, seat: DeskSeat): Promise<OpenedSeat> {
    const from = {
      secret: seat.sealedSecret,
      card: seat.card,
      keyPackage: seat.keyPackage && `${seat.keyPackage.keyPackage}.${seat.keyPackage.tag}`,
    };
    const before = this.opened.get(`${visit}/${seat.seat}`);
    const same =
      before?.from.secret === from.secret &&
      before.from.card === from.card &&
      before.from.keyPackage === from.keyPackage;
    if (before && same) return before;
    const known =
      from.secret !== null &&
      (await holds(this.seal.openSecret(visit, seat.seat, seat.role, from.secret).then(() => true))) === true;
    const card = known && seat.card !== null ? await holds(this.seal.openCard(visit, seat.seat, seat.card)) : null;
    const proven =
      known &&
      seat.keyPackage !== null &&
      (await holds(this.seal.isGenuine(visit, seat.seat, seat.role, seat.keyPackage))) === true;
    return { from, known, card: card && { ...card, name: cleanName(card.name) }, genuine: proven && card !== null };
  }
}
