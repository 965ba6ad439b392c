// The way of an invited person: link, questions, waiting room, call, receipt. What happens inside the call is in `room`.

import { signal } from "@preact/signals";
import { type Member, SealError, type SealWorker } from "../seal/port.ts";
import type { IceServer, InvitationInfo, SeatState, ServerMessage } from "../wire/messages.ts";
import type { Welcome } from "../wire/signalling.ts";
import { AccountOffer } from "./account-offer.ts";
import { Answers } from "./answers.ts";
import { Devices } from "./devices.ts";
import { openLink } from "./opening.ts";
import type { Ports } from "./ports.ts";
import { problem, problemOf, problemOfCode, problemOfInvitation } from "./problems.ts";
import { Questions } from "./questions.ts";
import type { Room } from "./room.ts";
import { Scope } from "./scope.ts";
import { Session } from "./session.ts";
import type { StaffPorts } from "./staff-ports.ts";
import { receiptView, summarize } from "./summary.ts";
import { Tries } from "./tries.ts";
import type { CallView, GuestScreen, GuestView, InvitationSummary, Problem, ReceiptView } from "./view.ts";
import { Waiting } from "./waiting.ts";

/** Longest wait for the receipt after leaving: the network may be gone, and the person wants to go. */
const RECEIPT_WITHIN_MS = 3_000;
/** Before a message is sent again that the server had no time for: it takes one in two seconds. */
const PATIENCE_MS = 2_000;

/** The states of a person whose place is in the call. */
const IN_CALL = new Set<SeatState>(["admitted", "connected", "reconnecting"]);

export interface GuestOptions {
  readonly ports: Ports;
  readonly token: string;
  /** What it takes to make an account; fetched only when one is asked for. */
  readonly accountPorts: () => Promise<StaffPorts>;
}

export function createGuest(options: GuestOptions): GuestView {
  const guest = new Guest(options);
  void guest.begin();
  return guest;
}

class Guest implements GuestView {
  readonly screen = signal<GuestScreen>("loading");
  readonly progress;
  readonly invitation = signal<InvitationSummary | null>(null);
  private readonly answers = new Answers();
  readonly name = this.answers.name;
  readonly alone = this.answers.alone;
  readonly headphones = this.answers.headphones;
  readonly devices: Devices;
  private readonly told = new Waiting();
  readonly waiting = this.told.view;
  readonly call = signal<CallView | null>(null);
  readonly receipt = signal<ReceiptView | null>(null);
  readonly problem = signal<Problem | null>(null);
  readonly reconnecting = signal(false);
  readonly away = signal(false);
  readonly contested = signal<number | null>(null);
  readonly account: AccountOffer;

  private readonly ports: Ports;
  private readonly token: string;
  /** Kept here as well, so that a retry after the end of a session needs no new link. */
  private readonly fragment: string;
  private readonly questions: Questions;
  private scope = new Scope();
  private info: InvitationInfo | null = null;
  /** Resolves once the worker has verified the invitation. */
  private seal: Promise<SealWorker> | null = null;
  private session: Session | null = null;
  /** Of the clinician shown at the door, from the verified certificate. */
  private host: string | null = null;
  private roomScope: Scope | null = null;
  private room: Room | null = null;
  private iceServers: readonly IceServer[] = [];
  private makeRoom: (() => void) | null = null;
  private arriveSeq = 0;
  private rejoinSeq = 0;
  private tries = new Tries();
  /** This page, or the one before its reload, had a place in the visit. */
  private hadPlace = false;
  private leaving = false;

  constructor({ ports, token, accountPorts }: GuestOptions) {
    const { screen, answers, invitation, name } = this;
    this.ports = ports;
    this.token = token;
    this.fragment = ports.memory.read().fragment;
    const { fragment } = this;
    const devices = new Devices(ports.devices);
    const consentVersion = () => this.info?.practice.consent.version ?? null;
    this.devices = devices;
    this.questions = new Questions({ screen, answers, devices, consentVersion });
    this.progress = this.questions.progress;
    this.account = new AccountOffer({ ports: accountPorts, token, fragment, invitation, name });
  }

  // ---- the link

  begin(): Promise<void> {
    const { ports, scope, token, fragment } = this;
    if (this.problem.value === null) this.screen.value = "loading";
    return openLink({
      ports,
      scope,
      token,
      fragment,
      ask: () => ports.api.invitation(token),
      open: (info) => this.open(scope, info),
      failed: (reason) => this.fail(reason),
      offline: () => this.tell(problem("offline")),
    });
  }

  private open(scope: Scope, info: InvitationInfo): void {
    this.info = info;
    this.invitation.value = summarize(info);
    const over = problemOfInvitation(info);
    if (over) {
      this.fail(over);
      return;
    }
    this.verify(scope, info);
    this.account.offer(scope, info);
    this.restore(info);
  }

  /** Has the worker look at everything again, with the signatures, while the person reads the first screen. */
  private verify(scope: Scope, info: InvitationInfo): void {
    const { rootKey } = info.practice;
    const { host, visit, seat, role } = info;
    const verified = async () => {
      const seal = await this.ports.startSeal();
      scope.own(() => seal.end());
      await seal.openGuest(this.token, this.fragment);
      const staff = await seal.checkInvitation({ rootKey, host, visit, seat, role });
      this.host = staff.staff;
      if (!scope.ended) this.invitation.value = { ...summarize(info), hostName: staff.name };
      return seal;
    };
    this.seal = verified();
    this.seal.catch((error) => {
      if (!scope.ended) this.fail(problemOf(error));
    });
  }

  /** Puts a reloaded page back where it was. */
  private restore(info: InvitationInfo): void {
    const memory = this.ports.memory.read();
    this.answers.restore(memory);
    this.problem.value = null;
    if (memory.arrived && memory.consentVersion === info.practice.consent.version) {
      this.answers.consentVersion = memory.consentVersion;
      this.hadPlace = true;
      if (this.answers.camera) void this.devices.request("camera");
      if (this.answers.microphone) void this.devices.request("microphone");
      this.goIn();
    } else {
      this.questions.show("invitation");
    }
  }

  // ---- the questions

  next(): void {
    this.questions.next();
  }

  back(): void {
    this.questions.back();
  }

  setName(name: string): void {
    this.name.value = name;
  }

  setAlone(answer: boolean | null): void {
    this.alone.value = answer;
  }

  setHeadphones(answer: boolean | null): void {
    this.headphones.value = answer;
  }

  skipDevice(): void {
    this.questions.skipDevice();
  }

  decline(): void {
    this.questions.decline();
  }

  // ---- the waiting room

  enterWaitingRoom(): void {
    if (this.session || this.answers.consentVersion === null || this.name.value === "") return;
    this.ports.memory.write(this.answers.kept());
    this.goIn();
  }

  private goIn(): void {
    this.screen.value = "waiting";
    this.connect().catch((error) => this.fail(problemOf(error)));
  }

  private async connect(): Promise<void> {
    const { scope, info } = this;
    const [seal, { Room }] = await Promise.all([this.seal, import("./room.ts")]);
    if (scope.ended || !seal || !info || this.session) return;
    scope.own(this.ports.stayAwake());
    scope.own(() => this.devices.stop());
    const session = new Session({
      scope,
      ports: this.ports,
      credential: { type: "invitation", token: this.token },
      welcome: (welcome, continued) => this.welcomed(welcome, continued),
      message: (message) => this.received(message),
      taken: () => {
        this.screen.value = "taken";
      },
      failed: (reason) => this.fail(reason),
    });
    this.session = session;
    scope.own(session.mirror(this));
    this.makeRoom = () => {
      this.roomScope?.end();
      this.roomScope = scope.child();
      this.room = new Room({
        scope: this.roomScope,
        seal,
        ports: this.ports,
        devices: this.devices,
        self: info.seat,
        name: this.name.value,
        capacity: info.capacity,
        iceServers: () => this.iceServers,
        telephone: info.practice.telephone,
        microphone: this.answers.microphone,
        camera: this.answers.camera,
        send: (message, taken) => session.send(message, taken),
        signallingLost: session.lost,
        leave: () => this.leave(),
        nameAtTheDoor: () => "",
        expected: (members) => this.isExpected(members),
        settled: () => undefined,
        broken: (error) => this.broken(error),
      });
    };
    this.makeRoom();
  }

  /** The clinician who was shown at the door has to be there; else the person is told, and nothing is sent. */
  private isExpected(members: readonly Member[]): boolean {
    const there = members.some(({ role, staff }) => role === "clinician" && staff === this.host);
    if (!there) this.fail(problem("otherHost"));
    return there;
  }

  private welcomed({ state, iceServers }: Welcome, continued: boolean): void {
    this.iceServers = iceServers;
    if (this.leaving) {
      this.session?.send({ type: "leave" });
      return;
    }
    if (this.screen.value === "taken") this.screen.value = "waiting";
    if (continued) return;
    if (state !== null && IN_CALL.has(state)) {
      this.enterCall();
      this.attempt(this.rejoin().then(() => this.room?.lines.open()));
    } else if (state === "refused" || state === "removed") {
      this.fail(problem(state));
    } else {
      this.startOver(state === "left");
    }
  }

  /** The server holds no place for this person (any more): they arrive, with the answers given before. */
  private startOver(given: boolean): void {
    if (!this.tries.again("arrive")) {
      this.fail(problem("internal"));
      return;
    }
    if (this.hadPlace && (given || this.call.value)) this.away.value = true;
    if (this.call.value || this.arriveSeq > 0) this.makeRoom?.();
    this.call.value = null;
    if (this.name.value === "") {
      this.askAgain();
      return;
    }
    this.screen.value = "waiting";
    this.attempt(this.arrive());
  }

  /** The name was forgotten once the person was let in: the questions come again, without a new link. */
  private askAgain(): void {
    this.wipe();
    this.away.value = true;
    this.answers.consentVersion = null;
    this.ports.memory.write({ fragment: this.fragment });
    void this.begin();
  }

  /** Something that can only fail together with the whole session. */
  private attempt(work: Promise<void>): void {
    const { scope } = this;
    work.catch((error) => {
      if (!scope.ended) this.fail(problemOf(error));
    });
  }

  private async arrive(): Promise<void> {
    const { session, room } = this;
    const { consentVersion } = this.answers;
    const seal = await this.seal;
    if (!seal || !session || !room || consentVersion === null) return;
    const card = await seal.sealCard(this.answers.card());
    const keyPackage = await seal.keyPackage();
    if (room !== this.room || this.leaving) return;
    this.hadPlace = true;
    this.ports.memory.write(this.answers.kept());
    this.arriveSeq = session.send({ type: "arrive", consentVersion, card, keyPackage });
    await room.lines.open();
  }

  /** Asks for a new place in the group; what is to be said meanwhile waits. */
  private async rejoin(): Promise<void> {
    if (!this.tries.again("regroup")) {
      this.fail(problem("sealFailed"));
      return;
    }
    this.room?.group.suspend();
    const seal = await this.seal;
    if (!seal) return;
    const keyPackage = await seal.keyPackage();
    this.rejoinSeq = this.session?.send({ type: "rejoin", keyPackage }) ?? 0;
  }

  private received(message: ServerMessage): void {
    switch (message.type) {
      case "waiting":
        this.told.place(message);
        break;
      case "note":
        void this.seal?.then((seal) => this.told.note(seal, message.note));
        break;
      case "admitted":
        this.enterCall();
        this.room?.group.join(message.generation, message.welcome);
        break;
      case "regroup":
        this.attempt(this.rejoin());
        break;
      case "refused":
      case "removed":
        this.fail(problem(message.type));
        break;
      case "ended":
        this.finish(receiptView(message.receipt, this.leaving));
        break;
      default:
        if (!this.room?.handle(message) && message.type === "error") this.refused(message.about, message.code);
    }
  }

  private refused(about: number, code: Extract<ServerMessage, { type: "error" }>["code"]): void {
    if (about === 0) return;
    if (code === "tooMany") this.sayLater(about);
    else if (about === this.arriveSeq || code === "consentOutdated") this.fail(problemOfCode(code));
    else if (about !== this.rejoinSeq && !this.room?.isOffer(about)) return;
    // There is no place in the call any more.
    else if (code === "notAllowed" && this.call.value) this.startOver(true);
    else this.fail(problemOfCode(code));
  }

  /** The server asks for patience. An offer is made again by itself. */
  private sayLater(about: number): void {
    const again =
      about === this.arriveSeq ? () => this.arrive() : about === this.rejoinSeq ? () => this.rejoin() : null;
    if (again) this.scope.after(this.ports.clock, PATIENCE_MS, () => this.attempt(again()));
  }

  private enterCall(): void {
    this.call.value = this.room;
    this.screen.value = "call";
    this.waiting.value = null;
    this.away.value = false;
    this.hadPlace = true;
    // In the call nothing needs them any more, and what is stored may reach a disk.
    this.ports.memory.write({ name: undefined, alone: undefined, headphones: undefined });
    this.room?.lines.expectAnswers();
  }

  private broken(error: unknown): void {
    // A Welcome that leads nowhere may be for the KeyPackage of a page since reloaded; one without its proof is a forgery.
    const deceived = error instanceof SealError && error.reason === "badProof";
    const lost = error instanceof SealError && error.reason !== "workerFailed";
    if (deceived) this.fail(problem("sealFailed"));
    else if (!lost || !this.tries.again("rejoin")) this.fail(problemOf(error));
    else this.attempt(this.rejoin());
  }

  // ---- the end

  leave(): void {
    if (this.screen.value === "taken") {
      this.fail(problem("seatKept"));
      return;
    }
    if (!this.session) {
      this.finish(null);
      return;
    }
    if (this.leaving) return;
    this.leaving = true;
    this.devices.stop();
    this.session.send({ type: "leave" });
    this.scope.after(this.ports.clock, RECEIPT_WITHIN_MS, () => this.finish(null));
  }

  private finish(receipt: ReceiptView | null): void {
    this.receipt.value = receipt;
    this.wipe();
    this.screen.value = "ended";
  }

  private fail(reason: Problem): void {
    this.wipe();
    // So that a reload of a page that may yet work needs no new link.
    if (reason.canRetry) this.ports.memory.write({ fragment: this.fragment });
    this.tell(reason);
  }

  private tell(reason: Problem): void {
    this.problem.value = reason;
    this.screen.value = "problem";
  }

  /** Ends and forgets everything. */
  private wipe(): void {
    this.scope.end();
    this.scope = new Scope();
    this.ports.memory.clear();
    this.devices.stop();
    this.seal = null;
    this.session = null;
    this.room = null;
    this.call.value = null;
    this.waiting.value = null;
    this.reconnecting.value = false;
    this.contested.value = null;
    this.away.value = false;
    this.roomScope = null;
    this.makeRoom = null;
    this.arriveSeq = 0;
    this.rejoinSeq = 0;
    this.tries = new Tries();
    this.hadPlace = false;
    this.leaving = false;
  }

  retry(): void {
    if (!this.problem.value?.canRetry) return;
    if (this.problem.value.kind === "consentOutdated") this.answers.consentVersion = null;
    this.wipe();
    this.ports.memory.write({ fragment: this.fragment, ...this.answers.kept() });
    this.answers.consentVersion = null;
    this.problem.value = null;
    void this.begin();
  }

  // ---- the seat

  takeSeat(): void {
    this.session?.send({ type: "takeSeat" });
  }

  keepSeat(): void {
    this.session?.keepSeat();
  }

  yieldSeat(): void {
    this.session?.yieldSeat();
  }
}
