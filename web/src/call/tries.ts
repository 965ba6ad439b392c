// How often something may go wrong in one call before it is called broken. What is done about it is in `guest` and `desk`.

const MOST = {
  /** A Welcome that leads nowhere, or a commit that cannot be followed. */
  rejoin: 5,
  /** A clinician's broken group is replaced. */
  reenter: 5,
  /** The group is replaced, for whatever reason; a server that has it happen more often may be searching for a spoken code that fits (docs/protocol.md §3.4). */
  regroup: 30,
  /** A server that knows nothing of this person's place is told anew. */
  arrive: 5,
} as const;

export class Tries {
  private readonly counts = new Map<keyof typeof MOST, number>();

  /** Counts one more; false if it was one too many. */
  again(what: keyof typeof MOST): boolean {
    const count = (this.counts.get(what) ?? 0) + 1;
    this.counts.set(what, count);
    return count <= MOST[what];
  }
}
