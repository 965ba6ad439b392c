// One call, the same for clinician and guests: puts group, media, people and chat together behind `CallView`.

import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Opened, SealWorker } from "../seal/port.ts";
import type { Cancel } from "../wire/clock.ts";
import type { ClientMessage, IceServer, SeatId, ServerMessage, Want } from "../wire/messages.ts";
import { Chat } from "./chat.ts";
import type { Devices } from "./devices.ts";
import { Group, type GroupOptions } from "./group.ts";
import { Lines, type Search } from "./lines.ts";
import { People } from "./people.ts";
import type { Ports } from "./ports.ts";
import { parseSaid } from "./said.ts";
import type { Scope } from "./scope.ts";
import { Sending } from "./sending.ts";
import type { CallView, ChatLine, HostControls, PersonView, SpokenCode } from "./view.ts";

/** With little data a picture is asked for as if it were shown this high, in pixels: the smallest layer. */
const FRUGAL_HEIGHT = 180;
/** Windows move and turn; the relay hears of it once they rest. */
const WANTS_AFTER_MS = 250;

export interface RoomOptions {
  readonly scope: Scope;
  readonly ports: Ports;
  readonly seal: SealWorker;
  readonly devices: Devices;
  readonly self: SeatId;
  readonly name: string;
  readonly capacity: number;
  /** The latest ways to the relay beside its candidates. */
  readonly iceServers: () => readonly IceServer[];
  /** The practice's. */
  readonly telephone: string | null;
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly send: (message: ClientMessage, taken?: () => void) => number;
  /** Whether the signalling connection is being taken up again. */
  readonly signallingLost: ReadonlySignal<boolean>;
  readonly leave: () => void;
  /** What an invited person said at the door. */
  readonly nameAtTheDoor: (seat: SeatId) => string;
  readonly expected: GroupOptions["expected"];
  readonly settled: GroupOptions["settled"];
  readonly broken: GroupOptions["broken"];
}

export class Room implements CallView {
  readonly people: ReadonlySignal<readonly PersonView[]>;
  readonly chat: ReadonlySignal<readonly ChatLine[]>;
  readonly unread: ReadonlySignal<number>;
  readonly code: ReadonlySignal<SpokenCode>;
  readonly codeCompared = signal<"notYet" | "same" | "different">("notYet");
  readonly codeRenewed = signal(false);
  readonly sealed: ReadonlySignal<boolean>;
  readonly microphoneOn: ReadonlySignal<boolean>;
  readonly cameraOn: ReadonlySignal<boolean>;
  readonly screenOn: ReadonlySignal<boolean>;
  readonly canShareScreen: boolean;
  readonly hasCamera: ReadonlySignal<boolean>;
  readonly hasMicrophone: ReadonlySignal<boolean>;
  readonly curtainDrawn: ReadonlySignal<boolean>;
  readonly connection: ReadonlySignal<"connecting" | "connected" | "reconnecting">;
  readonly search: ReadonlySignal<Search>;
  readonly detour: ReadonlySignal<boolean>;
  readonly telephone: string | null;
  readonly frugal = signal(false);
  readonly devices: Devices;
  host: HostControls | null = null;

  readonly group: Group;
  readonly lines: Lines;

  private readonly options: RoomOptions;
  private readonly parts: { readonly people: People; readonly chat: Chat; readonly sending: Sending };
  private readonly wants = new Map<string, Want>();
  private cancelWants: Cancel | null = null;
  /** The number of the latest offer, under which the server refuses it. */
  private offerSeq = 0;
  /** Which tracks the others were told of. */
  private told = "";

  constructor(options: RoomOptions) {
    this.options = options;
    const { scope, ports, seal, devices, send } = options;
    this.devices = devices;
    this.canShareScreen = devices.canShareScreen;
    this.group = new Group({
      scope,
      seal,
      send,
      clock: ports.clock,
      self: options.self,
      opened: (seat, message) => this.hear(seat, message),
      expected: options.expected,
      added: (seats) => {
        this.parts.people.added(seats);
        this.introduce();
      },
      settled: options.settled,
      broken: options.broken,
    });
    this.lines = new Lines({
      scope,
      clock: ports.clock,
      makePeer: ports.makePeer,
      capacity: options.capacity,
      iceServers: options.iceServers,
      transform: (transform) => seal.transform(transform),
      assign: (slot, seat, kind) => seal.assign(slot, seat, kind),
      unreachable: () => options.signallingLost.peek(),
      offer: (sdp) => {
        this.offerSeq = send({ type: "offer", sdp });
      },
      failed: options.broken,
    });
    const begun = this.begun();
    const sending = new Sending({
      scope,
      devices,
      lines: this.lines,
      ready: begun,
      microphone: options.microphone,
      camera: options.camera,
    });
    const people = new People({
      scope,
      clock: ports.clock,
      self: options.self,
      ownName: options.name,
      own: computed(() => ({
        ...sending.on.value,
        preview: sending.cameraOn.value ? devices.preview.value : null,
        shared: sending.shared.value,
      })),
      members: this.group.members,
      arriving: this.lines.arriving,
      stream: (tracks) => devices.stream(tracks),
      nameAtTheDoor: options.nameAtTheDoor,
    });
    const chat = new Chat({
      post: (message, post) => this.group.post(message, post),
      sender: (seat) => people.sender(seat),
      now: () => ports.clock.now(),
      newId: ports.newId,
      save: ports.save,
    });
    this.parts = { people, chat, sending };
    this.people = people.views;
    this.chat = chat.lines;
    this.unread = chat.unread;
    this.code = this.group.code;
    this.sealed = this.group.joined;
    this.microphoneOn = sending.microphoneOn;
    this.cameraOn = sending.cameraOn;
    this.screenOn = sending.screenOn;
    this.hasCamera = sending.hasCamera;
    this.hasMicrophone = sending.hasMicrophone;
    this.curtainDrawn = sending.curtainDrawn;
    this.connection = computed(() => {
      const line = this.lines.state.value;
      return options.signallingLost.value && line === "connected" ? "reconnecting" : line;
    });
    // While the server cannot be reached, that is the trouble, and is said elsewhere.
    this.search = computed(() => (options.signallingLost.value ? "none" : this.lines.search.value));
    this.detour = computed(() => this.lines.way.value === "stream");
    this.telephone = options.telephone;
    scope.own(ports.onWake(() => this.lines.wake()));
    scope.own(effect(() => this.tellTracks()));
    scope.own(this.group.code.subscribe(() => this.codeChanged()));
  }

  /** Whether an error's number is that of the latest offer. */
  isOffer(about: number): boolean {
    return about !== 0 && about === this.offerSeq;
  }

  /** What the server says about the call. True if it was for this. */
  handle(message: ServerMessage): boolean {
    switch (message.type) {
      case "roster": {
        const before = this.parts.people.roster.value;
        this.parts.people.roster.value = message.people;
        for (const { seat } of before) {
          if (!message.people.some((person) => person.seat === seat)) this.parts.chat.gone(seat);
        }
        this.group.roster(message.people);
        return true;
      }
      case "answer":
        void this.lines.answer(message.sdp);
        // A new connection to the relay knows nothing of the windows here.
        if (this.wants.size > 0) this.tellWants();
        return true;
      case "slots":
        this.lines.slots(message.slots);
        return true;
      case "quality":
        this.parts.people.quality(message.seats);
        return true;
      default:
        return this.group.handle(message);
    }
  }

  setMicrophone(on: boolean): void {
    this.parts.sending.setMicrophone(on);
  }

  setCamera(on: boolean): void {
    this.parts.sending.setCamera(on);
  }

  shareScreen(on: boolean): Promise<void> {
    return this.parts.sending.shareScreen(on);
  }

  curtain(): void {
    this.parts.sending.curtain();
  }

  send(text: string): void {
    this.parts.chat.send(text);
  }

  sendFile(file: File): Promise<void> {
    return this.parts.chat.sendFile(file);
  }

  chatRead(): void {
    this.parts.chat.read();
  }

  answerCode(same: boolean): void {
    this.codeCompared.value = same ? "same" : "different";
    this.codeRenewed.value = false;
  }

  private codeChanged(): void {
    if (this.codeCompared.peek() === "same") this.codeRenewed.value = true;
    this.codeCompared.value = "notYet";
  }

  shown(seat: string, kind: "camera" | "screen", height: number): void {
    if (seat === this.options.self) return;
    const want: Want = { seat, kind, height: Math.max(0, Math.min(0xffff, Math.round(height))) };
    const key = `${seat} ${kind}`;
    if (this.wants.get(key)?.height === want.height) return;
    this.wants.set(key, want);
    this.tellWantsSoon();
  }

  setFrugal(on: boolean): void {
    this.frugal.value = on;
    this.lines.limit(on);
    this.tellWantsSoon();
  }

  leave(): void {
    this.options.leave();
  }

  private tellWantsSoon(): void {
    this.cancelWants?.();
    this.cancelWants = this.options.scope.after(this.options.ports.clock, WANTS_AFTER_MS, () => this.tellWants());
  }

  private tellWants(): void {
    const present = new Set(this.parts.people.roster.value.map(({ seat }) => seat));
    for (const [key, { seat }] of this.wants) if (!present.has(seat)) this.wants.delete(key);
    const most = this.frugal.value ? FRUGAL_HEIGHT : Number.POSITIVE_INFINITY;
    // A shared screen that cannot be read is of no use to anyone.
    const height = (want: Want) => (want.kind === "camera" ? Math.min(want.height, most) : want.height);
    this.options.send({
      type: "want",
      wants: [...this.wants.values()].map((want) => ({ ...want, height: height(want) })),
    });
  }

  /** Stays true once there was a key: a new group takes over without a gap. */
  private begun(): ReadonlySignal<boolean> {
    const begun = signal(false);
    const stop = this.group.joined.subscribe((joined) => {
      if (joined) begun.value = true;
    });
    this.options.scope.own(stop);
    return begun;
  }

  /** To everyone, whenever someone is new: who this is, and what is on. */
  private introduce(): void {
    if (this.group.members.peek().length < 2) return;
    // After a reload in the call the name is no longer known here, and those who heard it still know it.
    if (this.options.name !== "") this.group.post({ type: "hello", name: this.options.name });
    this.group.post({ type: "tracks", ...this.parts.sending.on.value });
  }

  private tellTracks(): void {
    const { microphone, camera, screen } = this.parts.sending.on.value;
    const told = [microphone, camera, screen].join();
    if (told === this.told || !this.group.joined.peek()) return;
    this.told = told;
    this.group.post({ type: "tracks", microphone, camera, screen });
  }

  private hear(seat: SeatId, message: NonNullable<Opened["message"]>): void {
    const said = parseSaid(message);
    if (said?.type === "hello" || said?.type === "tracks") this.parts.people.hear(seat, said);
    else if (said?.type === "chat" || said?.type === "file" || said?.type === "part") this.parts.chat.hear(seat, said);
  }
}
