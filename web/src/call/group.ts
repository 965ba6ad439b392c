// The page's view of the MLS group: one change after the other, the server's order of commits, and messages among the members.
// The cryptography is in the seal worker.

import { type Signal, signal } from "@preact/signals";
import { type Change, type Code, type Member, type Opened, SealError, type SealPort } from "../seal/port.ts";
import type { Clock } from "../wire/clock.ts";
import type {
  ClientMessage,
  GroupCommit,
  Opaque,
  Person,
  Role,
  SeatId,
  ServerMessage,
  TaggedKeyPackage,
  TaggedWelcome,
  VisitId,
} from "../wire/messages.ts";
import type { Scope } from "./scope.ts";

/** docs/protocol.md §3.1. Lower costs traffic and signatures; higher lets a stolen key open more. */
const UPDATE_EVERY_MS = 5 * 60_000;
/** A message refused because its group was replaced is sealed again so often. */
const MESSAGE_TRIES = 3;

/** The states of a seat whose leaf belongs in the group. */
const PRESENT = new Set(["admitted", "connected", "reconnecting"]);

type Intent =
  | { readonly kind: "admit"; readonly seat: SeatId; readonly role: Role; readonly keyPackage: LatestKeyPackage }
  | { readonly kind: "remove" | "evict"; readonly seat: SeatId }
  | { readonly kind: "update" };

/** The one to be used now: a page that is reloaded while its person waits makes another. Null: not to be let in. */
export type LatestKeyPackage = () => TaggedKeyPackage | null;

interface Pending {
  readonly intent: Intent;
  readonly generation: number;
  readonly epoch: number;
  readonly seq: number;
}

export interface Post {
  /** The server has it. */
  readonly taken?: () => void;
  /** It will not be sent. */
  readonly failed?: () => void;
}

interface Posted extends Post {
  readonly message: object;
  readonly tries: number;
}

export interface GroupOptions {
  readonly seal: SealPort;
  readonly clock: Clock;
  readonly scope: Scope;
  readonly self: SeatId;
  readonly send: (message: ClientMessage, taken?: () => void) => number;
  /** A message of another member, its sender verified. */
  readonly opened: (seat: SeatId, message: NonNullable<Opened["message"]>) => void;
  /** Whether the people in a group are those whom this client meant to meet; told to the person where not. */
  readonly expected: (members: readonly Member[]) => boolean;
  /** These leaves are new, and can read what is sent from now on. Empty for a group of one's own. */
  readonly added: (seats: readonly SeatId[]) => void;
  /** What was intended for this seat is done, or cannot be done: `false`, or the reason that the worker gave. */
  readonly settled: (seat: SeatId, done: boolean | SealError["reason"]) => void;
  /** This client has lost track, or was deceived (by the commit of this seat): `rejoin`, or enter anew. */
  readonly broken: (error: unknown, by?: SeatId) => void;
}

export class Group {
  readonly members: Signal<readonly Member[]> = signal([]);
  readonly code: Signal<Code> = signal<Code>({ state: "alone" });
  /** Whether this client is in the present group. */
  readonly joined = signal(false);

  private readonly options: GroupOptions;
  private work: Promise<void> = Promise.resolve();
  private generation = 0;
  private epoch = 0;
  private intents: Intent[] = [];
  private pending: Pending | null = null;
  /** The epoch in which an own commit lost; the winner has to come before it is made again. */
  private lostIn = -1;
  private held: Posted[] = [];
  private readonly posted = new Map<number, Posted>();
  /** Null before the first roster: nobody is known to be gone. */
  private roll: readonly Person[] | null = null;
  /** Seats that were in the roster once: only these can be gone. */
  private readonly seen = new Set<SeatId>();

  constructor(options: GroupOptions) {
    this.options = options;
    options.scope.every(options.clock, UPDATE_EVERY_MS, () => this.intend({ kind: "update" }));
  }

  /** The clinician's way in: starts a new group. */
  start(visit: VisitId, seat: SeatId, generation: number, barred: readonly SeatId[]): void {
    this.run(async () => this.begin(await this.options.seal.enter(visit, seat, generation, barred)));
  }

  /** Everyone else's way in. */
  join(generation: number, welcome: TaggedWelcome): void {
    this.run(async () => {
      const change = await this.options.seal.join(generation, welcome);
      if (this.options.expected(change.members)) await this.begin(change);
    });
  }

  /** The group is being replaced, or this client has lost its place in it; what is posted waits. */
  suspend(): void {
    this.run(async () => {
      this.joined.value = false;
      this.pending = null;
      this.intents = [];
      for (const posted of this.posted.values()) this.held.push(posted);
      this.posted.clear();
    });
  }

  admit(seat: SeatId, role: Role, keyPackage: LatestKeyPackage): void {
    this.intend({ kind: "admit", seat, role, keyPackage });
  }

  remove(seat: SeatId): void {
    this.intend({ kind: "remove", seat });
  }

  /** Sends one JSON object to all other members, now or once there is a group. */
  post(message: object, post: Post = {}): void {
    this.run(() => this.seal({ ...post, message, tries: 0 }));
  }

  roster(people: readonly Person[]): void {
    const present = people.filter((person) => PRESENT.has(person.state));
    this.roll = present;
    for (const { seat } of present) this.seen.add(seat);
    this.run(async () => {
      if (!this.joined.value) return;
      await this.tellPresent();
      this.evictTheGone();
      await this.next();
    });
  }

  /** True if the message was about the group. */
  handle(message: ServerMessage): boolean {
    switch (message.type) {
      case "commit":
        this.run(() => this.takeIn(message.generation, message.epoch, message.commit, message.by));
        return true;
      case "commitAccepted":
        this.run(() => this.accepted(message.generation, message.epoch));
        return true;
      case "commitStale":
        this.run(() => this.lost(message.generation, message.epoch));
        return true;
      case "application":
        this.run(() => this.open(message.generation, message.message));
        return true;
      case "error":
        return this.refused(message.about);
      default:
        return false;
    }
  }

  /** One thing after the other, in the order in which it came. */
  private run(step: () => Promise<void>): void {
    this.work = this.work.then(async () => {
      if (this.options.scope.ended) return;
      try {
        await step();
      } catch (error) {
        if (!this.options.scope.ended) this.options.broken(error);
      }
    });
  }

  private async begin(change: Change): Promise<void> {
    this.joined.value = true;
    this.generation = change.generation;
    this.pending = null;
    this.lostIn = -1;
    await this.tellPresent();
    await this.apply(change);
    if (change.added.length === 0) this.options.added([]);
    const held = this.held;
    this.held = [];
    for (const posted of held) await this.seal(posted);
    await this.next();
  }

  private async tellPresent(): Promise<void> {
    if (this.roll) await this.options.seal.present(this.roll.map(({ seat }) => seat));
  }

  private async apply(change: Change): Promise<void> {
    this.epoch = change.epoch;
    this.members.value = change.members;
    this.tell(change.code);
    if (change.selfRemoved) this.joined.value = false;
    this.forward(change.send);
    if (change.added.length > 0) this.options.added(change.added);
  }

  /** The code comes with every message; only another one is news. */
  private tell(code: Code): void {
    if (JSON.stringify(code) !== JSON.stringify(this.code.value)) this.code.value = code;
  }

  private forward(messages: readonly Opaque[]): void {
    for (const message of messages) this.options.send({ type: "application", generation: this.generation, message });
  }

  // ---- messages

  private async seal(posted: Posted): Promise<void> {
    if (!this.joined.value) {
      this.held.push(posted);
      return;
    }
    const { generation, message } = await this.options.seal.sealMessage(posted.message);
    const seq = this.options.send({ type: "application", generation, message }, () => {
      // One that was refused, or is held for the next group, goes again and counts then.
      if (this.posted.delete(seq)) posted.taken?.();
    });
    this.posted.set(seq, posted);
  }

  private async open(generation: number, message: Opaque): Promise<void> {
    try {
      const opened = await this.options.seal.openMessage(generation, message);
      this.tell(opened.code);
      this.forward(opened.send);
      if (opened.message) this.options.opened(opened.seat, opened.message);
    } catch (error) {
      // Of another group, not authentic, or not a message: as if it had not come.
      if (!(error instanceof SealError) || error.reason === "workerFailed") throw error;
    }
  }

  // ---- commits

  private intend(intent: Intent): void {
    this.run(async () => {
      if (!this.joined.value && intent.kind !== "admit") return;
      if (intent.kind === "update" && this.members.value.length < 2) return;
      this.enqueue(intent);
      await this.next();
    });
  }

  private enqueue(intent: Intent): void {
    const waiting = [...this.intents, ...(this.pending ? [this.pending.intent] : [])];
    if (intent.kind === "admit") {
      // A fresher KeyPackage replaces the older one.
      this.intents = this.intents.filter((other) => other.kind !== "admit" || other.seat !== intent.seat);
    } else if (waiting.some((other) => sameTarget(other, intent))) {
      return;
    }
    this.intents.push(intent);
  }

  /** Makes the next commit, if none waits for the server. */
  private async next(): Promise<void> {
    while (this.joined.value && !this.pending && this.epoch > this.lostIn) {
      const intent = this.intents.shift();
      if (!intent) return;
      try {
        await this.commit(intent);
      } catch (error) {
        if (!isHarmless(error, intent)) throw error;
        if (intent.kind !== "update") this.options.settled(intent.seat, error.reason === "notMember" || error.reason);
      }
    }
  }

  private async commit(intent: Intent): Promise<void> {
    const { seal, send } = this.options;
    const wait = (commit: GroupCommit, message: ClientMessage) => {
      this.pending = { intent, generation: commit.generation, epoch: commit.epoch, seq: send(message) };
    };
    if (intent.kind === "admit") {
      const keyPackage = intent.keyPackage();
      if (!keyPackage) throw new SealError("badProof");
      const { commit, welcome } = await seal.admit(intent.seat, intent.role, keyPackage);
      wait(commit, { type: "admit", seat: intent.seat, commit, welcome });
    } else if (intent.kind === "update") {
      const commit = await seal.update();
      wait(commit, { type: "update", commit });
    } else if (intent.kind === "remove" && this.isHidden(intent.seat)) {
      await seal.bar(intent.seat);
      const commit = await seal.evict(intent.seat);
      wait(commit, { type: "evict", seat: intent.seat, commit });
    } else if (intent.kind === "remove") {
      const commit = await this.removal(intent.seat);
      wait(commit, { type: "remove", seat: intent.seat, commit });
    } else {
      const commit = await seal.evict(intent.seat);
      wait(commit, { type: "evict", seat: intent.seat, commit });
    }
  }

  /** In the group, and not named by the server, which would not remove them. */
  private isHidden(seat: SeatId): boolean {
    const named = this.roll?.some((person) => person.seat === seat) ?? true;
    return !named && this.members.value.some((member) => member.seat === seat);
  }

  /** Someone in the call who has no leaf yet is barred, and removed with a commit that only renews the keys. */
  private async removal(seat: SeatId): Promise<GroupCommit> {
    try {
      return await this.options.seal.remove(seat);
    } catch (error) {
      if (isSealError(error, "notMember") && this.roll?.some((person) => person.seat === seat)) {
        return this.options.seal.update();
      }
      throw error;
    }
  }

  private async accepted(generation: number, epoch: number): Promise<void> {
    const { pending } = this;
    if (pending?.generation !== generation || pending.epoch !== epoch) return;
    this.pending = null;
    await this.apply(await this.options.seal.accepted(generation, epoch));
    if (pending.intent.kind !== "update") this.options.settled(pending.intent.seat, true);
    this.evictTheGone();
    await this.next();
  }

  private async lost(generation: number, epoch: number): Promise<void> {
    const { pending } = this;
    if (pending?.generation !== generation || pending.epoch !== epoch) return;
    await this.options.seal.stale(generation, epoch);
    this.tryAgain(pending);
    await this.next();
  }

  private tryAgain(pending: Pending): void {
    this.pending = null;
    this.lostIn = pending.epoch;
    this.intents.unshift(pending.intent);
  }

  private async takeIn(generation: number, epoch: number, commit: Opaque, by: SeatId): Promise<void> {
    try {
      const change = await this.options.seal.commit(generation, epoch, commit);
      if (change.pendingDropped && this.pending) this.tryAgain(this.pending);
      await this.apply(change);
    } catch (error) {
      if (isSealError(error, "stale")) return;
      // An epoch that was missed is nobody's doing.
      if (!isSealError(error, "badCommit") || epoch !== this.epoch) throw error;
      this.options.broken(error, by);
      return;
    }
    this.evictTheGone();
    await this.next();
  }

  /** The first connected member in the roster takes out the leaves of those who are gone (docs/protocol.md §4.5). */
  private evictTheGone(): void {
    const people = this.roll ?? [];
    const members = new Set(this.members.value.map(({ seat }) => seat));
    const first = people.find((person) => person.state === "connected" && members.has(person.seat));
    if (first?.seat !== this.options.self) return;
    for (const { seat, self } of this.members.value) {
      const gone = this.seen.has(seat) && !people.some((person) => person.seat === seat);
      if (gone && !self) this.enqueue({ kind: "evict", seat });
    }
  }

  private refused(about: number): boolean {
    const posted = this.posted.get(about);
    if (posted) {
      this.posted.delete(about);
      const tries = posted.tries + 1;
      if (tries >= MESSAGE_TRIES) posted.failed?.();
      else this.run(() => this.seal({ ...posted, tries }));
      return true;
    }
    if (about === 0 || this.pending?.seq !== about) return false;
    this.run(async () => {
      const { pending } = this;
      if (pending?.seq !== about) return;
      this.pending = null;
      await this.options.seal.stale(pending.generation, pending.epoch);
      if (pending.intent.kind !== "update") this.options.settled(pending.intent.seat, false);
      // A removal that came too late took effect for the server; the leaf is still there.
      this.evictTheGone();
      await this.next();
    });
    return true;
  }
}

function sameTarget(a: Intent, b: Intent): boolean {
  if (a.kind === "update" || b.kind === "update") return a.kind === b.kind;
  // To remove a leaf and to evict it come to the same.
  return a.kind !== "admit" && b.kind !== "admit" && a.seat === b.seat;
}

/** What fails for one intent alone. Whatever is wrong with one person's KeyPackage or secret is no matter of the others. */
function isHarmless(error: unknown, intent: Intent): error is SealError {
  if (intent.kind === "admit")
    return error instanceof SealError && !isSealError(error, "workerFailed", "noGroup", "busy");
  return isSealError(error, "notMember", "notAllowed", "barred", "badProof", "badArgument");
}

function isSealError(error: unknown, ...reasons: SealError["reason"][]): error is SealError {
  return error instanceof SealError && reasons.includes(error.reason);
}
