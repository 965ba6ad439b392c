// What guests and clinicians have in common before any call: the signalling session, kept over reloads, and the seat that another
// browser may ask for.

import { effect, type Signal, signal } from "@preact/signals";
import type { Clock } from "../wire/clock.ts";
import type { ClientMessage, Credential, ServerMessage } from "../wire/messages.ts";
import { createSignalling, type Signalling, type Welcome } from "../wire/signalling.ts";
import type { Ports } from "./ports.ts";
import { problem, problemOfCode } from "./problems.ts";
import type { Scope } from "./scope.ts";
import type { Problem } from "./view.ts";

export interface SessionOptions {
  readonly scope: Scope;
  readonly ports: Ports;
  readonly credential: Credential;
  readonly welcome: (welcome: Welcome, continued: boolean) => void;
  readonly message: (message: ServerMessage) => void;
  /** Another browser holds the seat. */
  readonly taken: () => void;
  /** It is over, and this is why. */
  readonly failed: (problem: Problem) => void;
}

export class Session {
  readonly lost = signal(false);
  /** Seconds until the seat is given to the other browser that asks for it. */
  readonly contested = signal<number | null>(null);

  private readonly signalling: Signalling;
  private readonly options: SessionOptions;
  private readonly asked = new Set<number>();
  private readonly objections = new Set<number>();
  private contest: Scope | null = null;

  constructor(options: SessionOptions) {
    this.options = options;
    const { scope, ports, credential } = options;
    this.signalling = createSignalling({
      open: ports.openSocket,
      clock: ports.clock,
      random: ports.random,
      credential,
      saved: ports.memory.read().session ?? null,
      events: {
        welcome: (welcome, continued) => this.welcomed(welcome, continued),
        message: (message) => this.received(message),
        lost: () => {
          this.lost.value = true;
        },
      },
    });
    scope.own(() => this.signalling.close());
    scope.own(ports.onWake(() => this.signalling.wake()));
  }

  send(message: ClientMessage, taken?: () => void): number {
    return this.signalling.send(message, taken);
  }

  /** Sends something that the server may object to, and calls back once it agreed, or objected. */
  ask(message: ClientMessage, agreed: () => void, objected?: () => void): void {
    const seq = this.send(message, () => {
      this.asked.delete(seq);
      if (this.objections.delete(seq)) objected?.();
      else agreed();
    });
    this.asked.add(seq);
  }

  /** Shows the state of the session in a view, until called. */
  mirror(view: { readonly reconnecting: Signal<boolean>; readonly contested: Signal<number | null> }): () => void {
    return effect(() => {
      view.reconnecting.value = this.lost.value;
      view.contested.value = this.contested.value;
    });
  }

  keepSeat(): void {
    this.stopContest();
    this.send({ type: "keepSeat" });
  }

  yieldSeat(): void {
    this.stopContest();
    this.send({ type: "yieldSeat" });
  }

  private welcomed(welcome: Welcome, continued: boolean): void {
    this.lost.value = false;
    if (!continued) {
      this.asked.clear();
      this.objections.clear();
    }
    this.options.ports.memory.write({ session: { session: welcome.session, key: welcome.key } });
    this.options.welcome(welcome, continued);
  }

  private received(message: ServerMessage): void {
    switch (message.type) {
      case "taken":
        this.options.taken();
        break;
      case "contested":
        this.startContest(message.seconds, this.options.ports.clock);
        break;
      case "moved":
        this.options.failed(problem("seatMoved"));
        break;
      case "seatKept":
        this.options.failed(problem("seatKept"));
        break;
      case "error":
        // A server that stops comes back; the connection is taken up again until then.
        if (message.code === "shuttingDown") break;
        // One that is told too much at once, about nothing in particular, reads more slowly and loses nothing.
        if (message.code === "tooMany" && message.about === 0) break;
        if (message.fatal) this.options.failed(problemOfCode(message.code));
        else if (this.asked.has(message.about)) this.objections.add(message.about);
        else this.options.message(message);
        break;
      default:
        this.options.message(message);
    }
  }

  private startContest(seconds: number, clock: Clock): void {
    this.stopContest();
    // The other browser has gone away, or was told.
    if (seconds === 0) return;
    this.contested.value = seconds;
    const contest = this.options.scope.child();
    this.contest = contest;
    contest.every(clock, 1_000, () => {
      this.contested.value = Math.max(0, (this.contested.value ?? 0) - 1);
    });
  }

  private stopContest(): void {
    this.contest?.end();
    this.contest = null;
    this.contested.value = null;
  }
}
