// How often something may go wrong in one call before it is called broken. What is done about it is in `guest`.

const MOST = {
  /** A lost place in the group is asked for again. */
  rejoin: 5,
  /** The group is replaced; a server that does so more often may be searching for a spoken code that fits (docs/protocol.md §3.4). */
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
