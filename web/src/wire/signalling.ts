// One signalling session over as many connections as it takes (docs/protocol.md §4): numbering, replay, back-off, liveness.
// What the messages mean is not known here.

import type { Cancel, Clock } from "./clock.ts";
import {
  type ClientMessage,
  type Credential,
  type FromClient,
  type FromServer,
  PROTOCOL,
  type ServerMessage,
} from "./messages.ts";

/** Lower notices a dead connection sooner, higher lets a phone sleep more. */
const PING_EVERY_MS = 5_000;
/** Nothing heard for so long: the connection is dead. Must be above `PING_EVERY_MS` and a slow round trip. */
const DEAD_AFTER_MS = 8_000;
/** After a wake-up an answer must come this soon, or a new connection is made. */
const WAKE_ANSWER_MS = 2_000;
/** A connection that has not answered `hello` by then is given up. */
const OPEN_WITHIN_MS = 6_000;
/** Quick first, since most losses are short; the last repeats. */
const BACK_OFF_MS = [200, 500, 1_000, 2_000, 4_000] as const;
/** The server acknowledges with its next word; someone who waits to hear that a message was taken has it say one this soon. */
const ASK_TAKEN_MS = 30;
/** Messages taken in before an `ack` is sent without waiting for the next message or ping. */
const ACK_AFTER = 16;

export interface Socket {
  send(text: string): void;
  close(): void;
}

export interface SocketEvents {
  opened(): void;
  received(text: string): void;
  closed(): void;
}

export type OpenSocket = (events: SocketEvents) => Socket;

/** What takes a session up again after a reload of the page. */
export interface SavedSession {
  readonly session: string;
  readonly key: string;
}

export type Welcome = Extract<ServerMessage, { type: "welcome" }>;

export interface SignallingEvents {
  /** Every answer to `hello`. `continued`: nothing was lost; otherwise state has to be told and asked from the start. */
  welcome(welcome: Welcome, continued: boolean): void;
  /** Every other message but `pong`, once and in order. `envelope.about`-style references use the numbers given by `send`. */
  message(message: ServerMessage): void;
  /** The connection is gone and is being taken up again. */
  lost(): void;
}

export interface Signalling {
  /** Sends once, replays until taken. Returns the number under which errors refer to it. */
  send(message: ClientMessage, taken?: () => void): number;
  /** Looks at once whether the connection lives: after sleep, or a change of network. */
  wake(): void;
  /** Ends it for good. */
  close(): void;
}

interface Outgoing {
  readonly seq: number;
  readonly body: ClientMessage;
  readonly taken: (() => void) | undefined;
}

export interface SignallingOptions {
  readonly open: OpenSocket;
  readonly clock: Clock;
  /** 0 to 1, to spread the return of many clients. */
  readonly random: () => number;
  readonly credential: Credential;
  readonly saved: SavedSession | null;
  readonly events: SignallingEvents;
}

export function createSignalling(options: SignallingOptions): Signalling {
  return new Session(options);
}

class Session implements Signalling {
  private readonly options: SignallingOptions;
  private socket: Socket | null = null;
  /** Counts connections, so that a late event of an old one is told apart. */
  private connection = 0;
  private attempt = 0;
  private ended = false;
  private greeted = false;
  /** Someone else holds the seat; a request for it may be under way on this connection. */
  private atTheDoor = false;
  private session: SavedSession | null;
  /** Whether this page holds the state of `session`. */
  private intact = false;
  private outSeq = 0;
  private outbox: Outgoing[] = [];
  /** Highest number received; null right after a fresh welcome: the next one counts as the first. */
  private inSeq: number | null = 0;
  private unacknowledged = 0;
  private cancels: { retry?: Cancel; ping?: Cancel; dead?: Cancel; asked?: Cancel | undefined } = {};

  constructor(options: SignallingOptions) {
    this.options = options;
    this.session = options.saved;
    this.connect();
  }

  send(body: ClientMessage, taken?: () => void): number {
    if (this.ended) return 0;
    this.outSeq += 1;
    this.outbox.push({ seq: this.outSeq, body, taken });
    // `takeSeat` answers `taken`, before there is a session; everything else waits for the welcome.
    if (this.greeted || body.type === "takeSeat") this.transmit(this.outSeq, body);
    if (taken) this.askTaken();
    return this.outSeq;
  }

  wake(): void {
    if (this.ended) return;
    if (this.socket && (this.greeted || this.atTheDoor)) {
      this.expectWithin(WAKE_ANSWER_MS);
      this.transmit(0, { type: "ping" });
    } else {
      this.attempt = 0;
      this.connect();
    }
  }

  close(): void {
    if (this.ended) return;
    this.ended = true;
    this.outbox = [];
    this.drop();
  }

  private connect(): void {
    this.drop();
    const connection = this.connection;
    const current = () => !this.ended && this.connection === connection;
    this.expectWithin(OPEN_WITHIN_MS);
    this.socket = this.options.open({
      opened: () => {
        if (current()) this.hello();
      },
      received: (text) => {
        if (current()) this.receive(text);
      },
      closed: () => {
        if (current()) this.lose();
      },
    });
  }

  /** Forgets the present connection and its timers. */
  private drop(): void {
    this.connection += 1;
    this.greeted = false;
    this.atTheDoor = false;
    for (const cancel of Object.values(this.cancels)) cancel?.();
    this.cancels = {};
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private lose(): void {
    this.drop();
    const wait = BACK_OFF_MS[Math.min(this.attempt, BACK_OFF_MS.length - 1)] ?? 0;
    this.attempt += 1;
    const spread = 0.8 + 0.4 * this.options.random();
    this.cancels.retry = this.options.clock.after(wait * spread, () => this.connect());
    this.options.events.lost();
  }

  private hello(): void {
    const resume = this.session && { ...this.session, intact: this.intact };
    this.transmit(0, { type: "hello", protocol: PROTOCOL, credential: this.options.credential, resume });
  }

  private transmit(seq: number, body: ClientMessage): void {
    const envelope: FromClient = { seq, ack: this.inSeq ?? 0, body };
    this.unacknowledged = 0;
    this.socket?.send(JSON.stringify(envelope));
  }

  private receive(text: string): void {
    const envelope = parse(text);
    if (!envelope) {
      this.lose();
      return;
    }
    const { seq, ack, body } = envelope;
    if (body.type === "welcome") {
      this.welcome(body, ack);
      return;
    }
    if (this.greeted) this.expectWithin(DEAD_AFTER_MS);
    else if (this.atTheDoor) this.cancels.dead?.();
    if (body.type === "pong") {
      this.forget(ack);
      return;
    }
    if (seq !== 0 && !this.countIn(seq)) return;
    if (body.type === "taken") this.waitAtTheDoor();
    if (body.type === "error" && body.code === "sessionGone") {
      this.session = null;
      this.intact = false;
      this.lose();
      return;
    }
    // The message first: an error about a message must be heard before that message counts as taken.
    this.options.events.message(body);
    this.forget(ack);
    if (this.unacknowledged >= ACK_AFTER) this.transmit(0, { type: "ack" });
  }

  /** False for a message that was here already, or that shows that one is missing. */
  private countIn(seq: number): boolean {
    if (this.inSeq !== null && seq <= this.inSeq) return false;
    if (this.inSeq !== null && seq > this.inSeq + 1) {
      this.lose();
      return false;
    }
    this.inSeq = seq;
    this.unacknowledged += 1;
    return true;
  }

  private welcome(welcome: Welcome, ack: number): void {
    const continued = welcome.resumed && this.intact;
    this.session = { session: welcome.session, key: welcome.key };
    this.intact = true;
    this.attempt = 0;
    this.greeted = true;
    this.atTheDoor = false;
    if (continued) {
      this.forget(ack);
    } else {
      this.outSeq = ack;
      this.outbox = [];
      this.inSeq = null;
      this.unacknowledged = 0;
    }
    this.expectWithin(DEAD_AFTER_MS);
    this.pingLater();
    for (const { seq, body } of this.outbox) this.transmit(seq, body);
    if (this.outbox.some(({ taken }) => taken)) this.askTaken();
    this.options.events.welcome(welcome, continued);
  }

  private forget(ack: number): void {
    while (this.outbox[0] && this.outbox[0].seq <= ack) this.outbox.shift()?.taken?.();
  }

  /** Someone else holds the seat: nothing may come for long, and the server hears that this page is still there. */
  private waitAtTheDoor(): void {
    this.atTheDoor = true;
    this.cancels.dead?.();
    this.pingLater();
  }

  private askTaken(): void {
    if (!this.greeted) return;
    this.cancels.asked ??= this.options.clock.after(ASK_TAKEN_MS, () => {
      this.cancels.asked = undefined;
      this.transmit(0, { type: "ping" });
    });
  }

  private pingLater(): void {
    this.cancels.ping?.();
    this.cancels.ping = this.options.clock.after(PING_EVERY_MS, () => {
      this.transmit(0, { type: "ping" });
      this.pingLater();
    });
  }

  private expectWithin(ms: number): void {
    this.cancels.dead?.();
    this.cancels.dead = this.options.clock.after(ms, () => this.lose());
  }
}

function parse(text: string): FromServer | null {
  try {
    const envelope = JSON.parse(text) as FromServer;
    const sound =
      Number.isInteger(envelope.seq) && Number.isInteger(envelope.ack) && typeof envelope.body?.type === "string";
    return sound ? envelope : null;
  } catch {
    return null;
  }
}
