// The clinician's day: visits, who waits, and the room that was entered. What happens inside the room is in `room`.

import { computed, signal } from "@preact/signals";
import { SealError, type SealWorker } from "../seal/port.ts";
import type { DeskVisit, ErrorCode, SeatId, ServerMessage, VisitId } from "../wire/messages.ts";
import { Day } from "./day.ts";
import { type AccountEntryOptions, accountEntry, type DeskEntry, linkEntry } from "./desk-entry.ts";
import { Devices } from "./devices.ts";
import { Door } from "./door.ts";
import { Invitations } from "./invitations.ts";
import type { Ports } from "./ports.ts";
import { problem, problemOf, problemOfCode } from "./problems.ts";
import { Returning } from "./returning.ts";
import type { Room, RoomOptions } from "./room.ts";
import { Scope } from "./scope.ts";
import { IN_CALL } from "./seats.ts";
import { Session } from "./session.ts";
import { receiptView } from "./summary.ts";
import { Tries } from "./tries.ts";
import type {
  AccessReason,
  AccountControls,
  CallView,
  DeskView,
  DeskVisitView,
  HostControls,
  NewVisit,
  Problem,
  ReceiptView,
} from "./view.ts";

type Entered = Extract<ServerMessage, { type: "entered" }>;
type Reason = "notExpected" | "anotherTime" | "unspecified";

export interface DeskOptions {
  readonly ports: Ports;
  readonly token: string;
}

export function createDesk({ ports, token }: DeskOptions): DeskView {
  const desk = new Desk(ports, linkEntry(ports, token));
  void desk.begin();
  return desk;
}

/** The desk of an account that is signed in; closed, it leaves nothing open but the account's worker. */
export function createAccountDesk(options: AccountEntryOptions): DeskView & { readonly close: () => void } {
  const desk = new Desk(options.ports, accountEntry(options));
  void desk.begin();
  return desk;
}

class Desk implements DeskView {
  readonly screen = signal<"loading" | "desk" | "devices" | "call" | "ended" | "problem">("loading");
  readonly practiceName = signal("");
  readonly staffName = signal("");
  readonly visits = signal<readonly DeskVisitView[]>([]);
  readonly devices: Devices;
  readonly call = signal<CallView | null>(null);
  readonly receipt = signal<ReceiptView | null>(null);
  readonly problem = signal<Problem | null>(null);
  readonly reconnecting = signal(false);
  readonly contested = signal<number | null>(null);
  readonly roomLost = signal<"lost" | "full" | null>(null);
  readonly account: AccountControls | null;

  private readonly ports: Ports;
  private readonly door: Door;
  private readonly entry: DeskEntry;
  private scope = new Scope();
  private seal: SealWorker | null = null;
  private session: Session | null = null;
  private invitations: Invitations | null = null;
  private day: Day | null = null;
  private readonly ending = new Set<VisitId>();
  private readonly returning = new Returning();
  /** The visit being entered, or entered, and who is to be let in at once. */
  private entering: { readonly visit: VisitId; readonly seq: number; admit: SeatId | null } | null = null;
  private roomScope: Scope | null = null;
  private room: Room | null = null;
  /** There before anything can be entered: what the server says of a room must find it. */
  private makeRoom: ((options: RoomOptions) => Room) | null = null;
  private tries = new Tries();
  private ownSeat: SeatId | null = null;

  constructor(ports: Ports, entry: DeskEntry) {
    this.ports = ports;
    this.door = new Door(ports.memory);
    this.entry = entry;
    this.account = entry.account;
    this.devices = new Devices(ports.devices);
  }

  begin(): Promise<void> {
    const { scope } = this;
    if (this.problem.value === null) this.screen.value = "loading";
    return this.entry.begin({
      scope,
      practice: (name) => {
        this.practiceName.value = name;
      },
      open: (seal, staffName) => this.open(scope, seal, staffName),
      failed: (reason) => this.fail(reason),
      offline: () => this.tell(problem("offline")),
    });
  }

  private async open(scope: Scope, seal: SealWorker, staffName: string): Promise<void> {
    const { Room } = await import("./room.ts");
    if (scope.ended) return;
    this.problem.value = null;
    this.staffName.value = staffName;
    this.seal = seal;
    this.makeRoom = (options) => new Room(options);
    scope.own(() => this.devices.stop());
    const session = new Session({
      scope,
      ports: this.ports,
      credential: this.entry.credential,
      welcome: (_, continued) => {
        if (!continued) this.welcomed();
      },
      message: (message) => this.received(message),
      // Who opens the desk here wants it here; the other browser is asked.
      taken: () => void this.session?.send({ type: "takeSeat" }),
      failed: (reason) => this.fail(reason),
    });
    this.session = session;
    this.invitations = new Invitations(scope, this.ports, seal, session);
    scope.own(session.mirror(this));
    this.day = new Day({
      scope,
      seal,
      session,
      door: this.door,
      visits: this.visits,
      opened: (visits) => this.opened(visits),
      failed: (error) => this.fail(problemOf(error)),
    });
  }

  /** A new session: the server knows of no room here. */
  private welcomed(): void {
    const visit = this.ports.memory.read().visit;
    this.closeRoom();
    this.entering = null;
    this.day?.seats.retell();
    if (visit !== undefined && !this.tries.again("regroup")) this.fail(problem("sealFailed"));
    else if (visit !== undefined) this.enter(visit);
    else if (this.screen.value !== "ended") this.screen.value = "desk";
  }

  // ---- what the server says

  private received(message: ServerMessage): void {
    switch (message.type) {
      case "desk":
        this.day?.take(message.visits);
        break;
      case "entered":
        this.entered(message);
        break;
      case "rejoin":
        this.returning.ask(message.seat, message.keyPackage);
        this.letIn();
        break;
      case "ended": {
        const { visit } = message.receipt;
        const own = this.entering?.visit === visit;
        this.forget(visit);
        if (own) this.leaveRoom();
        if (own || this.ending.delete(visit)) {
          this.receipt.value = receiptView(message.receipt, false);
          this.screen.value = "ended";
        }
        break;
      }
      case "error":
        if (this.room?.handle(message) || this.invitations?.refused(message.about)) break;
        this.refused(message.about, message.code);
        break;
      default:
        this.room?.handle(message);
    }
  }

  private refused(about: number, code: ErrorCode): void {
    const { entering, room } = this;
    if (about === 0 || !entering) return;
    if (about === entering.seq) this.loseRoom(code);
    else if (!room?.isOffer(about)) return;
    // An offer that the server had no time for is made again by itself.
    else if (code === "tooMany") return;
    // The server knows of nobody in the room.
    else if (code === "notAllowed") this.reenter(entering.visit, problem("internal"));
    else this.fail(problemOfCode(code));
  }

  private opened(visits: readonly DeskVisit[]): void {
    this.follow(visits);
    this.day?.show();
    this.letIn();
    this.invitations?.seen(visits);
  }

  /** Who was turned away stays away. */
  private follow(visits: readonly DeskVisit[]): void {
    this.door.follow(visits);
    for (const { visit, seats } of visits) {
      for (const { seat, state } of seats) if (state === "refused" || state === "removed") this.bar(visit, seat);
    }
  }

  // ---- the room

  enter(visit: string, admit?: string): void {
    const { session } = this;
    if (!session) return;
    if (this.entering?.visit === visit) {
      if (this.room && admit !== undefined) this.admit(admit);
      else this.entering.admit = admit ?? this.entering.admit;
      return;
    }
    if (this.entering) this.exit();
    this.ports.memory.write({ visit });
    this.entering = { visit, seq: session.send({ type: "enter", visit }), admit: admit ?? null };
    this.roomLost.value = null;
    this.door.setAdmitting(admit, true);
    this.screen.value = "devices";
    const asked = ["camera", "microphone"] as const;
    void Promise.all(asked.map((kind) => this.devices.request(kind))).then(() => this.showRoom());
  }

  private entered({ visit, seat, generation, capacity, iceServers }: Entered): void {
    const { scope, seal, session, entering, makeRoom } = this;
    if (!seal || !session || !makeRoom || entering?.visit !== visit) return;
    this.closeRoom();
    this.ownSeat = seat;
    this.roomScope = scope.child();
    this.roomScope.own(this.ports.stayAwake());
    const room = makeRoom({
      scope: this.roomScope,
      seal,
      ports: this.ports,
      devices: this.devices,
      self: seat,
      name: this.staffName.value,
      capacity,
      iceServers: () => iceServers,
      telephone: null,
      microphone: true,
      camera: true,
      send: (message, taken) => session.send(message, taken),
      signallingLost: session.lost,
      leave: () => this.exit(),
      nameAtTheDoor: (of) => this.day?.seats.nameOf(visit, of) ?? "",
      expected: () => true,
      settled: (of, done) => this.settled(visit, of, done),
      broken: (error, by) => this.broken(visit, error, by),
    });
    room.host = this.controls(visit);
    this.room = room;
    room.group.start(visit, seat, generation, this.door.barred(visit));
    room.lines.expectAnswers();
    if (entering.admit !== null) this.admit(entering.admit);
    entering.admit = null;
    this.showRoom();
    void room.lines.open();
  }

  /** The room is shown once it was entered and the browser's question about camera and microphone is answered. */
  private showRoom(): void {
    const asking = this.devices.camera.value === "asking" || this.devices.microphone.value === "asking";
    if (!this.room || asking) return;
    this.call.value = this.room;
    this.screen.value = "call";
  }

  private controls(visit: VisitId): HostControls {
    return {
      visit,
      waiting: computed(() => this.visits.value.find((candidate) => candidate.visit === visit)?.waiting ?? []),
      admit: (seat) => this.admit(seat),
      refuse: (seat, reason) => this.refuse(visit, seat, reason),
      remove: (seat) => this.remove(visit, seat),
      note: (seat, text) => this.note(visit, seat, text),
      invite: (role) => this.invite(visit, role),
      exit: () => this.exit(),
      end: () => this.end(visit),
    };
  }

  private admit(seat: SeatId): void {
    const visit = this.entering?.visit;
    const found = this.day?.seats.find(seat);
    const asked = () => this.door.asking.peek().get(seat);
    const genuine = () => asked()?.genuine ?? (visit !== undefined && this.day?.seats.isGenuine(visit, seat));
    if (visit === undefined || !found || !genuine()) {
      this.door.setAdmitting(seat, false);
      return;
    }
    this.door.setAdmitting(seat, true);
    this.door.clicked(visit, seat, IN_CALL.has(found.state));
    const keyPackage = () => asked()?.keyPackage ?? this.day?.seats.find(seat)?.keyPackage ?? null;
    this.room?.group.admit(seat, found.role, () => (genuine() ? keyPackage() : null));
  }

  private letIn(): void {
    // The snapshot that brought their invitation secret may still be being opened.
    this.day?.next(async () => {
      const { room, day, entering, door } = this;
      if (!room || !day || !entering) return;
      await this.returning.letIn(entering.visit, room, day.seats, door, () => room !== this.room);
    });
  }

  private settled(visit: VisitId, seat: SeatId, done: Parameters<RoomOptions["settled"]>[1]): void {
    if (done === true) {
      this.door.answer(seat);
      if (this.door.isSentAway(seat)) this.bar(visit, seat);
    } else if (done !== false && done !== "barred") {
      this.day?.seats.distrust(visit, seat);
      this.door.doubt(seat);
    }
    this.door.setAdmitting(seat, false);
  }

  private broken(visit: VisitId, error: unknown, by?: SeatId): void {
    // One who was let in is to blame, once: they come in again by a click only, and it does not count.
    const blamed = by !== undefined && by !== this.ownSeat && this.door.blame(visit, by);
    if (!(error instanceof SealError) || error.reason === "workerFailed") this.fail(problemOf(error));
    else this.reenter(visit, problemOf(error), blamed);
  }

  /** A new group replaces the one that was lost track of. `hopeless` is told when that has been tried too often. */
  private reenter(visit: VisitId, hopeless: Problem, blamed = false): void {
    if (!blamed && !this.tries.again("reenter")) {
      this.fail(hopeless);
      return;
    }
    this.closeRoom();
    this.entering = null;
    this.enter(visit);
  }

  /** The room cannot be entered: back to the desk, with a word. */
  private loseRoom(code: ErrorCode): void {
    this.leaveRoom();
    // A locked visit says so itself.
    if (code !== "reasonNeeded") this.roomLost.value = code === "serverFull" ? "full" : "lost";
    this.screen.value = "desk";
  }

  private exit(): void {
    this.session?.send({ type: "exit" });
    this.leaveRoom();
    this.screen.value = "desk";
  }

  private leaveRoom(): void {
    this.ports.memory.write({ visit: undefined });
    this.closeRoom();
    this.entering = null;
    this.tries = new Tries();
    this.devices.stop();
  }

  private closeRoom(): void {
    this.roomScope?.end();
    this.roomScope = null;
    if (this.room) void this.seal?.exit().catch(() => undefined);
    this.room = null;
    this.returning.clear();
    this.call.value = null;
    this.door.close();
  }

  // ---- the people

  /** Whoever the server shows in the call is removed from it. Barred are both once the server agreed. */
  refuse(visit: string, seat: string, reason: Reason): void {
    if (this.door.asking.value.has(seat)) {
      this.remove(visit, seat);
      return;
    }
    this.session?.ask({ type: "refuse", visit, seat, reason }, () => this.bar(visit, seat));
  }

  discardPatient(visit: string, seat: string): void {
    // Should the server object, it was deleted already, and the next snapshot shows that.
    this.session?.ask({ type: "discardPatient", visit, seat }, () => undefined);
  }

  private remove(visit: VisitId, seat: SeatId): void {
    this.door.sendAway(visit, seat);
    this.room?.group.remove(seat);
  }

  note(visit: string, seat: string, text: string): void {
    void this.seal
      ?.sealNote(visit, seat, { text, at: this.ports.clock.now() })
      .then((note) => this.session?.send({ type: "note", visit, seat, note }))
      .catch((error) => {
        if (!(error instanceof SealError) || error.reason === "workerFailed") this.fail(problemOf(error));
      });
  }

  delay(visit: string, minutes: number | null): void {
    this.session?.send({ type: "delay", visit, minutes });
  }

  end(visit: string): void {
    this.ending.add(visit);
    this.session?.send({ type: "end", visit });
  }

  async invite(visit: string, role: "patient" | "companion"): Promise<string> {
    if (!this.invitations) throw new Error("the desk is not open");
    return this.invitations.invite(visit, role);
  }

  async plan(visit: NewVisit): Promise<string> {
    if (!this.invitations) throw new Error("the desk is not open");
    return this.invitations.plan(visit);
  }

  mark(visit: string, marked: boolean): void {
    this.session?.send({ type: "mark", visit, marked });
  }

  openMarked(visit: string, reason: AccessReason): void {
    this.session?.send({ type: "openMarked", visit, reason });
  }

  private bar(visit: VisitId, seat: SeatId): void {
    if (this.door.bar(visit, seat)) void this.seal?.bar(seat).catch(() => undefined);
  }

  private forget(visit: VisitId): void {
    this.door.forget(visit);
    void this.seal?.forget(visit).catch(() => undefined);
  }

  // ---- the end

  backToDesk(): void {
    this.receipt.value = null;
    this.leaveRoom();
    this.screen.value = "desk";
  }

  retry(): void {
    if (!this.problem.value?.canRetry) return;
    this.wipe();
    this.problem.value = null;
    void this.begin();
  }

  keepSeat(): void {
    this.session?.keepSeat();
  }

  yieldSeat(): void {
    this.session?.yieldSeat();
  }

  close(): void {
    this.wipe();
  }

  private fail(reason: Problem): void {
    this.wipe();
    if (reason.kind !== "notSignedIn" || !this.entry.lost()) this.tell(reason);
  }

  private tell(reason: Problem): void {
    this.problem.value = reason;
    this.screen.value = "problem";
  }

  /** Ends everything. What would bring a removed person back in is kept until the tab is closed: the list of the barred. */
  private wipe(): void {
    this.closeRoom();
    this.scope.end();
    this.scope = new Scope();
    this.entering = null;
    this.seal = null;
    this.day = null;
    this.session = null;
    this.makeRoom = null;
    this.invitations = null;
    this.visits.value = [];
    this.reconnecting.value = false;
    this.contested.value = null;
    const { barred, admitted, visit } = this.ports.memory.read();
    this.ports.memory.clear();
    this.ports.memory.write({ fragment: this.entry.fragment, barred, admitted, visit });
  }
}
