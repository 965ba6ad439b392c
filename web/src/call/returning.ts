// Admitted people whose page forgot the group, and who are not back in it yet: who is let in by themselves, and who has to be asked about.

import type { SeatId, TaggedKeyPackage, VisitId } from "../wire/messages.ts";
import type { Door } from "./door.ts";
import type { Room } from "./room.ts";
import type { Seats } from "./seats.ts";

export class Returning {
  private readonly waiting = new Map<SeatId, TaggedKeyPackage>();

  ask(seat: SeatId, keyPackage: TaggedKeyPackage): void {
    this.waiting.set(seat, keyPackage);
  }

  clear(): void {
    this.waiting.clear();
  }

  /** Puts back into the group whom a click let in before; their proof is checked in the worker, as at the first time. Others wait for a click. */
  async letIn(visit: VisitId, room: Room, seats: Seats, door: Door, isOver: () => boolean): Promise<void> {
    for (const [seat, keyPackage] of this.waiting) {
      if (isOver()) return;
      const found = seats.find(seat);
      // The snapshot may not be here yet.
      if (!found) continue;
      this.waiting.delete(seat);
      if (door.mayReturn(visit, seat)) {
        room.group.admit(seat, found.role, () => keyPackage);
        continue;
      }
      const genuine = await seats.holds(visit, found, keyPackage).catch(() => false);
      if (!isOver()) door.ask(seat, { keyPackage, genuine });
    }
  }
}
