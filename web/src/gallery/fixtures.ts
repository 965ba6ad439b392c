// View models that stand still: every screen and state with made-up people, for looking at and for testing screens without a server.

import { type Signal, signal } from "@preact/signals";
import type {
  CallView,
  ChatLine,
  DeskView,
  DeskVisitView,
  DeviceState,
  DevicesView,
  GuestScreen,
  GuestView,
  HostControls,
  InvitationSummary,
  PatientEnrolmentView,
  PersonView,
  ProblemKind,
  ReceiptView,
  SpokenCode,
  WaitingPerson,
} from "../call/view";

/** Called with the name and the arguments of each act a screen asks for. */
export type Heard = (act: string, ...details: unknown[]) => void;

/** The time around which all fixtures stand: when the page was opened. */
export const NOW = new Date();

function at(minutes: number): Date {
  return new Date(NOW.getTime() + minutes * 60_000);
}

function later<T>(value: T): Signal<T> {
  return signal(value);
}

export interface DeviceOptions {
  readonly camera?: DeviceState;
  readonly microphone?: DeviceState;
  readonly preview?: MediaStream | null;
  readonly level?: number;
}

export function devices(options: DeviceOptions = {}, heard: Heard = () => undefined): DevicesView {
  return {
    camera: later(options.camera ?? "working"),
    microphone: later(options.microphone ?? "working"),
    preview: later(options.preview ?? null),
    level: later(options.level ?? 0.55),
    choices: {
      camera: later([
        { id: "front", label: "Front camera" },
        { id: "back", label: "Back camera" },
      ]),
      microphone: later([
        { id: "built-in", label: "Built-in microphone" },
        { id: "headset", label: "Headset" },
      ]),
      speaker: later([
        { id: "built-in", label: "Built-in speaker" },
        { id: "headset", label: "Headset" },
      ]),
    },
    chosen: { camera: later("front"), microphone: later("headset"), speaker: later("headset") },
    canChooseSpeaker: true,
    soundPlaying: later(false),
    request: async (kind) => heard("request", kind),
    choose: async (kind, id) => heard("choose", kind, id),
    playTestSound: async () => heard("playTestSound"),
  };
}

export const invitation: InvitationSummary = {
  practiceName: "Willow Street Practice",
  telephone: "+31 20 555 01 23",
  hostName: "Dr. Amara Okafor",
  startsAt: at(0),
  minutes: 20,
  role: "patient",
  consent: {
    version: 3,
    en: "Your clinician talks with you by video, as she would in the practice. Video is not suited to emergencies: in an emergency, call 112.\n\nNothing is recorded by either side. Your clinician writes a note in your record, as after any visit.",
    nl: "Uw zorgverlener spreekt u via video, zoals ze dat ook in de praktijk zou doen. Video is niet geschikt voor spoed: bel bij spoed 112.\n\nNiemand neemt iets op. Uw zorgverlener maakt een aantekening in uw dossier, zoals na elk bezoek.",
  },
  compareCode: false,
};

export const receipt: ReceiptView = {
  beganAt: at(2),
  endedAt: at(21),
  people: 2,
  retentionDays: 30,
  consentVersion: 3,
  leftEarly: false,
};

export interface GuestOptions extends DeviceOptions {
  readonly name?: string;
  readonly alone?: boolean | null;
  readonly headphones?: boolean | null;
  readonly waiting?: GuestView["waiting"]["value"];
  readonly call?: CallView | null;
  readonly receipt?: ReceiptView;
  readonly problem?: GuestView["problem"]["value"];
  readonly reconnecting?: boolean;
  readonly contested?: number | null;
  readonly away?: boolean;
  readonly offered?: boolean;
  readonly fetching?: GuestView["account"]["fetching"]["value"];
  readonly making?: PatientEnrolmentView | null;
  readonly invitation?: InvitationSummary | null;
}

const questions: readonly GuestScreen[] = [
  "name",
  "consent",
  "camera",
  "microphone",
  "speaker",
  "alone",
  "headphones",
  "ready",
];

const queueing = { place: 2, host: "inAnotherVisit", delayMinutes: null, notes: [] } as const;

/** A guest on `screen`. */
export function guest(screen: GuestScreen, options: GuestOptions = {}, heard: Heard = () => undefined): GuestView {
  const name = later(options.name ?? "Elisabeth Jansen");
  const alone = later(options.alone ?? null);
  const headphones = later(options.headphones ?? null);
  return {
    screen: later(screen),
    progress: later([Math.max(0, questions.indexOf(screen)), questions.length] as const),
    invitation: later(options.invitation === undefined ? invitation : options.invitation),
    name,
    alone,
    headphones,
    devices: devices(options, heard),
    waiting: later(options.waiting === undefined ? queueing : options.waiting),
    call: later(options.call ?? null),
    receipt: later(options.receipt ?? receipt),
    problem: later(options.problem ?? null),
    reconnecting: later(options.reconnecting ?? false),
    contested: later(options.contested ?? null),
    away: later(options.away ?? false),
    account: {
      offered: later(options.offered ?? false),
      fetching: later(options.fetching ?? "no"),
      making: later(options.making ?? null),
      start: () => heard("makeAccount"),
    },
    next: () => heard("next"),
    back: () => heard("back"),
    setName: (text) => {
      name.value = text;
    },
    setAlone: (answer) => {
      alone.value = answer;
    },
    setHeadphones: (answer) => {
      headphones.value = answer;
    },
    skipDevice: () => heard("skipDevice"),
    decline: () => heard("decline"),
    enterWaitingRoom: () => heard("enterWaitingRoom"),
    leave: () => heard("leave"),
    retry: () => heard("retry"),
    takeSeat: () => heard("takeSeat"),
    keepSeat: () => heard("keepSeat"),
    yieldSeat: () => heard("yieldSeat"),
  };
}

/** A person in the call; everything works unless said otherwise. */
export function person(seat: string, name: string, more: Partial<PersonView> = {}): PersonView {
  return {
    seat,
    name,
    role: "patient",
    self: false,
    announced: true,
    connected: true,
    sealed: true,
    quality: "good",
    microphoneOn: true,
    cameraOn: true,
    stream: null,
    screen: null,
    ...more,
  };
}

export const chatLines: readonly ChatLine[] = [
  {
    id: "1",
    from: "Dr. Amara Okafor",
    role: null,
    mine: false,
    at: at(4),
    text: "Good afternoon. Can you see and hear me well?",
    file: null,
    state: "sent",
  },
  {
    id: "2",
    from: "",
    role: null,
    mine: true,
    at: at(5),
    text: "Yes, thank you. Here is the list of what I take.",
    file: null,
    state: "sent",
  },
  {
    id: "3",
    from: "",
    role: null,
    mine: true,
    at: at(5),
    text: null,
    file: { name: "my medicines.pdf", size: 482_000, progress: 0.6, save: null, failed: false },
    state: "sending",
  },
  {
    id: "4",
    from: "Dr. Amara Okafor",
    role: null,
    mine: false,
    at: at(6),
    text: null,
    file: { name: "exercises.pdf", size: 1_240_000, progress: 1, save: () => undefined, failed: false },
    state: "sent",
  },
];

export const knocking: WaitingPerson = {
  seat: "s2",
  visit: "v1",
  name: "Elisabeth Jansen",
  alias: null,
  role: "patient",
  online: true,
  since: at(-4),
  alone: true,
  headphones: true,
  camera: true,
  genuine: true,
  admitting: false,
  caution: null,
};

export interface CallOptions extends DeviceOptions {
  readonly people?: readonly PersonView[];
  readonly chat?: readonly ChatLine[];
  readonly unread?: number;
  readonly code?: SpokenCode;
  readonly compared?: "notYet" | "same" | "different";
  readonly renewed?: boolean;
  readonly sealed?: boolean;
  readonly curtain?: boolean;
  readonly connection?: "connecting" | "connected" | "reconnecting";
  readonly search?: "none" | "searching" | "blocked";
  readonly detour?: boolean;
  readonly host?: boolean;
  readonly waiting?: readonly WaitingPerson[];
  readonly microphoneOn?: boolean;
  readonly cameraOn?: boolean;
  readonly screenOn?: boolean;
}

function hostControls(waiting: readonly WaitingPerson[], heard: Heard): HostControls {
  return {
    visit: "v1",
    waiting: later(waiting),
    admit: (seat) => heard("admit", seat),
    refuse: (seat, reason) => heard("refuse", seat, reason),
    remove: (seat) => heard("remove", seat),
    note: (seat, text) => heard("note", seat, text),
    invite: async (role) => {
      heard("invite", role);
      return "https://visit.willowstreet.example/v/Zm9yLXRoZS1nYWxsZXJ5#bm90LWEtc2VjcmV0LWp1c3QtZm9yLXRoZS1nYWxsZXJ5LWhlcmU";
    },
    exit: () => heard("exit"),
    end: () => heard("end"),
  };
}

/** A call between the clinician and a patient, unless other people are given. */
export function call(options: CallOptions = {}, heard: Heard = () => undefined): CallView {
  const microphoneOn = later(options.microphoneOn ?? true);
  const cameraOn = later(options.cameraOn ?? true);
  const curtainDrawn = later(options.curtain ?? false);
  const codeCompared = later<"notYet" | "same" | "different">(options.compared ?? "notYet");
  const people = options.people ?? [
    person("s2", "Elisabeth Jansen", { self: true }),
    person("s1", "Dr. Amara Okafor", { role: "clinician" }),
  ];
  return {
    people: later(people),
    chat: later(options.chat ?? []),
    unread: later(options.unread ?? 0),
    code: later(options.code ?? { state: "ready", digits: "408316" }),
    codeCompared,
    codeRenewed: later(options.renewed ?? false),
    sealed: later(options.sealed ?? true),
    microphoneOn,
    cameraOn,
    screenOn: later(options.screenOn ?? false),
    canShareScreen: true,
    hasCamera: later(true),
    hasMicrophone: later(true),
    curtainDrawn,
    connection: later(options.connection ?? "connected"),
    search: later(options.search ?? "none"),
    detour: later(options.detour ?? false),
    frugal: later(false),
    telephone: options.host ? null : invitation.telephone,
    devices: devices(options, heard),
    host: options.host ? hostControls(options.waiting ?? [], heard) : null,
    setMicrophone: (on) => {
      microphoneOn.value = on;
    },
    setCamera: (on) => {
      cameraOn.value = on;
    },
    shareScreen: async (on) => heard("shareScreen", on),
    setFrugal: (on) => heard("setFrugal", on),
    curtain: () => {
      curtainDrawn.value = !curtainDrawn.value;
      heard("curtain");
    },
    send: (text) => heard("send", text),
    sendFile: async (file) => heard("sendFile", file.name),
    chatRead: () => heard("chatRead"),
    answerCode: (same) => {
      codeCompared.value = same ? "same" : "different";
    },
    shown: (seat, kind, height) => heard("shown", seat, kind, height),
    leave: () => heard("leave"),
  };
}

export function visit(id: string, minutes: number, more: Partial<DeskVisitView> = {}): DeskVisitView {
  return {
    visit: id,
    startsAt: at(minutes),
    minutes: 20,
    state: "scheduled",
    sensitive: false,
    alias: null,
    locked: false,
    delayMinutes: null,
    waiting: [],
    patients: [],
    expected: 1,
    inCall: 0,
    ...more,
  };
}

/** An afternoon with someone who waits, an interpreter who lost the connection, a visit under way, and one whose proof fails. */
export const afternoon: readonly DeskVisitView[] = [
  visit("v0", -60, { state: "ended", expected: 0 }),
  visit("v1", 0, {
    state: "open",
    delayMinutes: 10,
    expected: 0,
    waiting: [
      knocking,
      {
        ...knocking,
        seat: "s3",
        name: "Samira Haddad",
        role: "companion",
        online: false,
        since: at(-1),
        alone: false,
        headphones: false,
        camera: false,
      },
    ],
  }),
  visit("v2", 30, { sensitive: true }),
  visit("v3", 50, { state: "inSession", inCall: 2, expected: 0 }),
  visit("v4", 70, {
    state: "open",
    expected: 0,
    waiting: [{ ...knocking, seat: "s9", name: "Unknown", genuine: false, since: at(0) }],
  }),
];

/** Marked visits: one that is locked, with someone who waits, and one that was opened. */
export const marked: readonly DeskVisitView[] = [
  visit("m1", 0, {
    state: "open",
    expected: 0,
    alias: "K7Q2",
    locked: true,
    waiting: [{ ...knocking, visit: "m1", seat: "s20", name: "", alias: "K7Q2", genuine: false }],
  }),
  visit("m2", 10, {
    state: "open",
    expected: 0,
    alias: "0XM4",
    waiting: [{ ...knocking, visit: "m2", seat: "s21", name: "", alias: "0XM4" }],
  }),
  visit("v2", 30),
];

export interface DeskOptions extends DeviceOptions {
  readonly visits?: readonly DeskVisitView[];
  readonly call?: CallView | null;
  readonly receipt?: ReceiptView;
  readonly reconnecting?: boolean;
  readonly contested?: number | null;
  readonly roomLost?: "lost" | "full";
  readonly account?: DeskView["account"];
}

/** The clinician's side on `screen`. */
export function desk(
  screen: DeskView["screen"]["value"],
  options: DeskOptions = {},
  heard: Heard = () => undefined,
): DeskView {
  return {
    screen: later(screen),
    practiceName: later("Willow Street Practice"),
    staffName: later("Dr. Amara Okafor"),
    visits: later(options.visits ?? afternoon),
    devices: devices(options, heard),
    call: later(options.call ?? null),
    receipt: later(options.receipt ?? receipt),
    problem: later(null),
    reconnecting: later(options.reconnecting ?? false),
    contested: later(options.contested ?? null),
    roomLost: later(options.roomLost ?? null),
    account: options.account ?? null,
    enter: (id, admit) => heard("enter", id, admit),
    refuse: (id, seat, reason) => heard("refuse", id, seat, reason),
    note: (id, seat, text) => heard("note", id, seat, text),
    delay: (id, minutes) => heard("delay", id, minutes),
    end: (id) => heard("end", id),
    invite: async (id, role) => {
      heard("invite", id, role);
      return "https://visit.willowstreet.example/v/Zm9yLXRoZS1nYWxsZXJ5#bm90LWEtc2VjcmV0LWp1c3QtZm9yLXRoZS1nYWxsZXJ5LWhlcmU";
    },
    plan: async (planned) => {
      heard("plan", planned);
      return "https://visit.willowstreet.example/v/Zm9yLXRoZS1nYWxsZXJ5#bm90LWEtc2VjcmV0LWp1c3QtZm9yLXRoZS1nYWxsZXJ5LWhlcmU";
    },
    mark: (id, marked) => heard("mark", id, marked),
    openMarked: (id, reason) => heard("openMarked", id, reason),
    discardPatient: (id, seat) => heard("discardPatient", id, seat),
    backToDesk: () => heard("backToDesk"),
    retry: () => heard("retry"),
    keepSeat: () => heard("keepSeat"),
    yieldSeat: () => heard("yieldSeat"),
  };
}

/** Every kind of problem, and whom it can meet; checked against the contract by the type of `Record`. */
const problemsMeet = {
  linkUnknown: "guest",
  linkExpired: "guest",
  linkDamaged: "guest",
  practiceMismatch: "guest",
  visitEnded: "guest",
  visitCancelled: "guest",
  visitFull: "guest",
  refused: "guest",
  removed: "guest",
  seatMoved: "guest",
  seatKept: "guest",
  browserTooOld: "guest",
  insecurePage: "guest",
  offline: "guest",
  sealFailed: "guest",
  otherHost: "guest",
  noMedia: "guest",
  serverFull: "guest",
  serverStopping: "guest",
  consentOutdated: "guest",
  internal: "guest",
  notSignedIn: "staff",
  enrolUnknown: "staff",
  enrolUsed: "staff",
  enrolDamaged: "staff",
  enrolUnproved: "staff",
  accountMade: "patient",
} as const satisfies Record<ProblemKind, "guest" | "staff" | "patient">;

const kinds = Object.keys(problemsMeet) as readonly ProblemKind[];
export const problemKinds = kinds.filter((kind) => problemsMeet[kind] === "guest");
export const staffProblemKinds = kinds.filter((kind) => problemsMeet[kind] === "staff");
