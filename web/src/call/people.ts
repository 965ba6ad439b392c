// Who is in the call, put together from what the server says (roster, quality), what the group proves, and what people say of themselves.

import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Member } from "../seal/port.ts";
import type { Cancel, Clock } from "../wire/clock.ts";
import type { Person, SeatId, SeatQuality } from "../wire/messages.ts";
import type { Arriving } from "./lines.ts";
import { cleanName, type Said } from "./said.ts";
import type { Scope } from "./scope.ts";
import type { ChatLine, PersonView, QualityWord } from "./view.ts";

type Tracks = Omit<Extract<Said, { type: "tracks" }>, "type">;

/** Roster and group follow each other within moments; after this a member whom the server does not name is called so. */
const UNANNOUNCED_AFTER_MS = 3_000;

export interface PeopleOptions {
  readonly scope: Scope;
  readonly clock: Clock;
  readonly self: SeatId;
  readonly ownName: string;
  readonly own: ReadonlySignal<Tracks & { readonly preview: MediaStream | null; readonly shared: MediaStream | null }>;
  readonly members: ReadonlySignal<readonly Member[]>;
  readonly arriving: ReadonlySignal<ReadonlyMap<SeatId, Arriving>>;
  readonly stream: (tracks: readonly MediaStreamTrack[]) => MediaStream;
  /** What an invited person said at the door, until they say it in the call. */
  readonly nameAtTheDoor: (seat: SeatId) => string;
}

const NOTHING_ON: Tracks = { microphone: false, camera: false, screen: false };

export class People {
  readonly roster = signal<readonly Person[]>([]);
  readonly views: ReadonlySignal<readonly PersonView[]>;

  private readonly options: PeopleOptions;
  private readonly names = signal<ReadonlyMap<SeatId, string>>(new Map());
  /** Leaves that have said their name: once each. */
  private readonly named = new Set<SeatId>();
  private watched = "";
  private cancelWatch: Cancel | null = null;
  private readonly unannounced = signal<ReadonlySet<SeatId>>(new Set());
  private readonly tracks = signal<ReadonlyMap<SeatId, Tracks>>(new Map());
  private readonly qualities = signal<ReadonlyMap<SeatId, QualityWord>>(new Map());
  /** A picture restarts when its stream is another object, so the same tracks give the same stream. */
  private readonly streams = new Map<
    string,
    { readonly tracks: readonly MediaStreamTrack[]; readonly stream: MediaStream }
  >();

  constructor(options: PeopleOptions) {
    this.options = options;
    this.views = computed(() => {
      const members = new Map(options.members.value.map((member) => [member.seat, member]));
      const people = this.roster.value.map((person) => this.view(person, members.get(person.seat)));
      return [...people, ...this.hidden().map((member) => this.view(null, member))];
    });
    options.scope.own(effect(() => this.watchHidden(this.hidden())));
  }

  /** Members of the group whom the server does not name. */
  private hidden(): readonly Member[] {
    const named = new Set(this.roster.value.map(({ seat }) => seat));
    return this.options.members.value.filter(({ seat, self }) => !self && !named.has(seat));
  }

  private watchHidden(hidden: readonly Member[]): void {
    const { scope, clock } = this.options;
    const seats = new Set(hidden.map(({ seat }) => seat));
    // The same ones as before: however often the server speaks, their time goes on.
    const watched = [...seats].join();
    if (watched === this.watched) return;
    this.watched = watched;
    this.cancelWatch?.();
    this.cancelWatch = null;
    const still = [...this.unannounced.peek()].filter((seat) => seats.has(seat));
    if (still.length < this.unannounced.peek().size) this.unannounced.value = new Set(still);
    if (still.length === seats.size) return;
    this.cancelWatch = scope.after(clock, UNANNOUNCED_AFTER_MS, () => {
      this.unannounced.value = seats;
    });
  }

  /** These leaves are new: each may say its name. */
  added(seats: readonly SeatId[]): void {
    for (const seat of seats) this.named.delete(seat);
  }

  hear(seat: SeatId, said: Extract<Said, { type: "hello" | "tracks" }>): void {
    if (said.type === "tracks") {
      this.tracks.value = new Map(this.tracks.value).set(seat, said);
    } else if (said.name !== "" && !this.named.has(seat)) {
      this.named.add(seat);
      this.names.value = new Map(this.names.value).set(seat, said.name);
    }
  }

  quality(seats: readonly SeatQuality[]): void {
    const qualities = new Map(this.qualities.value);
    for (const { seat, quality } of seats) qualities.set(seat, quality);
    this.qualities.value = qualities;
  }

  /** Who wrote something: where another person has the same name, with the role. */
  sender(seat: SeatId): Pick<ChatLine, "from" | "role"> {
    const people = this.views.peek();
    const sender = people.find((person) => person.seat === seat);
    if (!sender) return { from: this.names.peek().get(seat) ?? "", role: null };
    const name = comparable(sender.name);
    const twice = people.some((person) => person.seat !== seat && comparable(person.name) === name);
    return { from: sender.name, role: twice || sender.name === "" ? sender.role : null };
  }

  /** A clinician's name is the certificate's, whatever is said. */
  private nameOf(seat: SeatId, member: Member | undefined): string {
    if (seat === this.options.self) return this.options.ownName;
    if (member?.role === "clinician") return cleanName(member.name ?? "");
    return this.names.value.get(seat) ?? this.options.nameAtTheDoor(seat);
  }

  /** `person`: as the server says; `member`: as the group proves. At least one is there. */
  private view(person: Person | null, member: Member | undefined): PersonView {
    const seat = person?.seat ?? member?.seat ?? "";
    const self = seat === this.options.self;
    const own = self ? this.options.own.value : null;
    const on = own ?? this.tracks.value.get(seat) ?? NOTHING_ON;
    const arriving = this.options.arriving.value.get(seat);
    return {
      seat,
      name: this.nameOf(seat, member),
      role: member?.role ?? null,
      self,
      announced: !this.unannounced.value.has(seat),
      connected: person === null || person.state === "connected",
      sealed: member !== undefined,
      quality: this.qualities.value.get(seat) ?? "unknown",
      microphoneOn: on.microphone,
      cameraOn: on.camera,
      stream: own ? own.preview : this.stream(seat, [arriving?.camera, arriving?.microphone]),
      screen: own ? own.shared : on.screen ? this.stream(`${seat} screen`, [arriving?.screen]) : null,
    };
  }

  private stream(key: string, maybe: readonly (MediaStreamTrack | undefined)[]): MediaStream | null {
    const tracks = maybe.filter((track) => track !== undefined);
    if (tracks.length === 0) return null;
    const known = this.streams.get(key);
    if (
      known &&
      known.tracks.length === tracks.length &&
      tracks.every((track, index) => known.tracks[index] === track)
    ) {
      return known.stream;
    }
    const stream = this.options.stream(tracks);
    this.streams.set(key, { tracks, stream });
    return stream;
  }
}

function comparable(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}
