// Who is in the call, put together from what the server says (roster, quality), what the group proves, and what people say of themselves.

import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Member } from "../seal/port.ts";
import type { Person, SeatId, SeatQuality } from "../wire/messages.ts";
import type { Arriving } from "./lines.ts";
import type { Said } from "./said.ts";
import type { PersonView, QualityWord } from "./view.ts";

type Tracks = Omit<Extract<Said, { type: "tracks" }>, "type">;

export interface PeopleOptions {
  readonly self: SeatId;
  readonly ownName: string;
  readonly own: ReadonlySignal<Tracks & { readonly preview: MediaStream | null; readonly shared: MediaStream | null }>;
  readonly members: ReadonlySignal<readonly Member[]>;
  readonly arriving: ReadonlySignal<ReadonlyMap<SeatId, Arriving>>;
  readonly stream: (tracks: readonly MediaStreamTrack[]) => MediaStream;
}

const NOTHING_ON: Tracks = { microphone: false, camera: false, screen: false };

export class People {
  readonly roster = signal<readonly Person[]>([]);
  readonly views: ReadonlySignal<readonly PersonView[]>;

  private readonly options: PeopleOptions;
  private readonly names = signal<ReadonlyMap<SeatId, string>>(new Map());
  private readonly tracks = signal<ReadonlyMap<SeatId, Tracks>>(new Map());
  private readonly qualities = signal<ReadonlyMap<SeatId, QualityWord>>(new Map());
  /** A picture restarts when its stream is another object, so the same tracks give the same stream. */
  private readonly streams = new Map<
    string,
    { readonly tracks: readonly MediaStreamTrack[]; readonly stream: MediaStream }
  >();

  constructor(options: PeopleOptions) {
    this.options = options;
    this.views = computed(() => this.roster.value.map((person) => this.view(person)));
  }

  hear(seat: SeatId, said: Extract<Said, { type: "hello" | "tracks" }>): void {
    if (said.type === "hello") this.names.value = new Map(this.names.value).set(seat, said.name);
    else this.tracks.value = new Map(this.tracks.value).set(seat, said);
  }

  quality(seats: readonly SeatQuality[]): void {
    const qualities = new Map(this.qualities.value);
    for (const { seat, quality } of seats) qualities.set(seat, quality);
    this.qualities.value = qualities;
  }

  nameOf(seat: SeatId): string {
    return this.names.value.get(seat) ?? "";
  }

  private view({ seat, role, state }: Person): PersonView {
    const self = seat === this.options.self;
    const own = self ? this.options.own.value : null;
    const on = own ?? this.tracks.value.get(seat) ?? NOTHING_ON;
    const arriving = this.options.arriving.value.get(seat);
    return {
      seat,
      name: self ? this.options.ownName : (this.names.value.get(seat) ?? ""),
      role,
      self,
      connected: state === "connected",
      sealed: this.options.members.value.some((member) => member.seat === seat),
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
