// Who may come into the clinician's room: by a click, by themselves because of an earlier click, or never again. What is sent is in `desk`.

import { effect, type Signal, signal, untracked } from "@preact/signals";
import type { DeskVisit, SeatId, VisitId } from "../wire/messages.ts";
import type { Memory } from "./memory.ts";
import { type Asking, IN_CALL, type Marks } from "./seats.ts";

type List = "barred" | "admitted";

export class Door {
  /** Those whom the server shows in the call, who ask to be put into the group, and for whom nobody has clicked. */
  readonly asking: Signal<ReadonlyMap<SeatId, Asking>> = signal(new Map());

  private readonly admitting: Signal<ReadonlySet<SeatId>> = signal(new Set());
  private readonly memory: Memory;
  /** Their commit broke the group: not let in again without a click. */
  private readonly broke = new Set<SeatId>();
  /** Admitted by a click, and not seen in the call yet. */
  private readonly onTheirWay = new Set<SeatId>();

  private readonly sentAway = new Set<SeatId>();

  constructor(memory: Memory) {
    this.memory = memory;
  }

  /** Calls back whenever there is something else to show, until called. */
  changed(listener: () => void): () => void {
    return effect(() => {
      void [this.admitting.value, this.asking.value];
      untracked(listener);
    });
  }

  marks(visit: VisitId): Marks {
    return { admitting: this.admitting.value, asking: this.asking.value, barred: this.barred(visit) };
  }

  setAdmitting(seat: SeatId | undefined, on: boolean): void {
    if (seat === undefined) return;
    const admitting = new Set(this.admitting.value);
    if (on) admitting.add(seat);
    else admitting.delete(seat);
    this.admitting.value = admitting;
  }

  /** The room is closed: whatever was under way is not any more. */
  close(): void {
    this.admitting.value = new Set();
    this.asking.value = new Map();
  }

  barred(visit: VisitId): readonly SeatId[] {
    return this.kept("barred", visit);
  }

  clicked(visit: VisitId, seat: SeatId, inCall: boolean): void {
    this.broke.delete(seat);
    if (!inCall) this.onTheirWay.add(seat);
    this.keep("admitted", visit, seat);
  }

  /** Whether this seat is let in again without a click. */
  mayReturn(visit: VisitId, seat: SeatId): boolean {
    return this.kept("admitted", visit).includes(seat);
  }

  ask(seat: SeatId, asking: Omit<Asking, "caution">): void {
    const caution = this.broke.has(seat) ? "broke" : "unknown";
    this.asking.value = new Map(this.asking.value).set(seat, { ...asking, caution });
  }

  /** The question about this seat is settled. */
  answer(seat: SeatId): void {
    if (!this.asking.value.has(seat)) return;
    const asking = new Map(this.asking.value);
    asking.delete(seat);
    this.asking.value = asking;
  }

  /** What came from this person could not be used. */
  doubt(seat: SeatId): void {
    const asks = this.asking.value.get(seat);
    if (asks) this.asking.value = new Map(this.asking.value).set(seat, { ...asks, genuine: false });
  }

  /** True if this seat could come in by itself until now; false for one that was blamed before, or never let in. */
  blame(visit: VisitId, seat: SeatId): boolean {
    if (!this.mayReturn(visit, seat)) return false;
    this.broke.add(seat);
    this.drop("admitted", visit, seat);
    return true;
  }

  /** Being removed: comes back by no way but a click. */
  sendAway(visit: VisitId, seat: SeatId): void {
    this.sentAway.add(seat);
    this.drop("admitted", visit, seat);
  }

  /** True once for someone who was being removed. */
  isSentAway(seat: SeatId): boolean {
    return this.sentAway.delete(seat);
  }

  /** Never again in this visit, also after a reload (docs/protocol.md §2.3). False if that was so before. */
  bar(visit: VisitId, seat: SeatId): boolean {
    if (this.barred(visit).includes(seat)) return false;
    this.keep("barred", visit, seat);
    this.drop("admitted", visit, seat);
    return true;
  }

  /** Takes in what the server says of everyone: who is out of the call comes back by a click only. */
  follow(visits: readonly DeskVisit[]): void {
    for (const { visit, seats } of visits) {
      for (const { seat, state } of seats) {
        if (IN_CALL.has(state)) {
          this.onTheirWay.delete(seat);
          continue;
        }
        if (state !== "arrived") this.onTheirWay.delete(seat);
        if (!this.onTheirWay.has(seat)) this.drop("admitted", visit, seat);
        this.answer(seat);
      }
    }
  }

  forget(visit: VisitId): void {
    const { [visit]: _, ...barred } = this.memory.read().barred ?? {};
    const { [visit]: __, ...admitted } = this.memory.read().admitted ?? {};
    this.memory.write({ barred, admitted });
  }

  private kept(list: List, visit: VisitId): readonly SeatId[] {
    return this.memory.read()[list]?.[visit] ?? [];
  }

  private keep(list: List, visit: VisitId, seat: SeatId): void {
    const kept = this.kept(list, visit);
    if (!kept.includes(seat)) this.write(list, visit, [...kept, seat]);
  }

  private drop(list: List, visit: VisitId, seat: SeatId): void {
    const kept = this.kept(list, visit);
    if (kept.includes(seat))
      this.write(
        list,
        visit,
        kept.filter((other) => other !== seat),
      );
  }

  private write(list: List, visit: VisitId, seats: readonly SeatId[]): void {
    this.memory.write({ [list]: { ...this.memory.read()[list], [visit]: seats } });
  }
}
