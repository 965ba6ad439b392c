// The one place where keys are. Answers the page's questions (`rpc`) and seals or opens every encoded frame. No rule lives here:
// rules are in crates/seal.

import type { MediaKind } from "../wire/messages.ts";
import { Frames } from "./frames.ts";
import init, { Seal } from "./pkg/seal.js";
import wasmUrl from "./pkg/seal_bg.wasm?url";
import type { SealErrorName, SealPort, TransformOptions } from "./port.ts";
import type { Method, Reply, Request } from "./rpc.ts";

/** How often keys whose time is over are forgotten. Lower wakes the worker more, higher keeps the previous epoch's keys longer. */
const TICK_EVERY_MS = 1_000;

/** The worker's side of `RTCRtpScriptTransform` (W3C WebRTC Encoded Transform), as far as it is used here. */
interface EncodedFrame {
  data: ArrayBuffer;
}
interface Transformer {
  readonly readable: ReadableStream<EncodedFrame>;
  readonly writable: WritableStream<EncodedFrame>;
  readonly options: TransformOptions;
  sendKeyFrameRequest?(): Promise<void>;
}
interface WorkerScope {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  onrtctransform: ((event: { readonly transformer: Transformer }) => void) | null;
  postMessage(reply: Reply): void;
}

type Sync<F> = F extends (...args: infer A) => Promise<infer R> ? (...args: A) => R : never;
type Methods = { [M in Method]: Sync<SealPort[M]> };

const scope = self as unknown as WorkerScope;
let seal: Seal | null = null;

const frames = new Frames({
  sealer: () => seal,
  now: () => performance.timeOrigin + performance.now(),
  after: (ms, callback) => setTimeout(callback, ms),
});

/** Of the link that was opened. */
function own(): Seal {
  if (!seal) throw Object.assign(new Error(), { name: "notAllowed" });
  return seal;
}

/** For what changes the group, and so the media keys. */
function changed<T>(change: T): T {
  frames.keysChanged();
  return change;
}

const methods: Methods = {
  openGuest: (token, fragment) => {
    seal = Seal.guest(token, fragment);
  },
  openDeskLink: (token, fragment) => {
    seal = Seal.desk(token, fragment);
  },
  checkInvitation: (check) => own().checkInvitation(check, Date.now()),
  sealCard: (card) => own().sealCard(card),
  openNote: (note) => own().openNote(note),
  keyPackage: () => own().keyPackage(),
  join: (generation, welcome) => changed(own().join(generation, welcome, Date.now())),
  openEnrolment: (token, fragment) => {
    seal = Seal.colleague(token, fragment);
  },
  checkEnrolment: (check) => own().checkEnrolment(check, Date.now()),
  offerPasskey: (credential, secret) => {
    seal ??= Seal.account();
    seal.offerPasskey(credential, secret);
    secret.fill(0);
  },
  offerCode: (typed) => {
    seal ??= Seal.account();
    return seal.offerCode(typed);
  },
  signWithCode: (challenge, origin) => own().signWithCode(challenge, origin),
  startPassword: (password) => {
    seal ??= Seal.account();
    return seal.startPassword(password);
  },
  finishPassword: (response) => own().finishPassword(response),
  startPasswordSignIn: (password) => {
    seal ??= Seal.account();
    return seal.startPasswordSignIn(password);
  },
  finishPasswordSignIn: (response, origin) => own().finishPasswordSignIn(response, origin),
  changeWays: (change) => own().changeWays(change),
  keepWays: () => own().keepWays(),
  revision: () => own().revision(),
  takeRoot: (sealedRoot) => own().takeRoot(sealedRoot),
  makeAccount: (account) => own().makeAccount(account),
  found: (name, roles) => own().found(name, [...roles], Date.now()),
  enrol: () => own().enrol(),
  takeCertificate: (certificate) => own().takeCertificate(certificate, Date.now()),
  openAccount: (check) => own().openAccount(check, Date.now()),
  inviteColleague: (colleague) => own().inviteColleague(colleague),
  certify: (colleague, keys, sealedSecret) => own().certify(colleague, keys, sealedSecret, Date.now()),
  openPatient: (token, fragment) => {
    const guest = Seal.guest(token, fragment);
    seal = guest.holder();
    guest.free();
  },
  checkPatient: (check) => own().checkPatient(check, Date.now()),
  enrolPatient: (contact) => own().enrolPatient(contact),
  sealContact: (contact, clinician) => own().sealContact(contact, clinician, Date.now()),
  openOwnContact: (sealed) => own().openOwnContact(sealed),
  checkBinding: (binding, clinician) => own().checkBinding(binding, clinician, Date.now()),
  openDesk: (check) => own().openDesk(check, Date.now()),
  openSecret: (visit, seat, role, sealed) => own().openSecret(visit, seat, role, sealed, Date.now()),
  openCard: (visit, seat, card) => own().openCard(visit, seat, card),
  sealNote: (visit, seat, note) => own().sealNote(visit, seat, note),
  isGenuine: (visit, seat, role, keyPackage) => own().isGenuine(visit, seat, role, keyPackage),
  invite: (visit, role) => own().invite(visit, role),
  bindPatient: (visit, seat, account, keys) => own().bindPatient(visit, seat, account, keys, Date.now()),
  openContact: (account, binding, sealed) => own().openContact(account, binding, sealed),
  forget: (visit) => own().forget(visit),
  enter: (visit, seat, generation, barred) => changed(own().enter(visit, seat, generation, [...barred], Date.now())),
  exit: () => changed(own().exit()),
  admit: (seat, role, keyPackage) => own().admit(seat, role, keyPackage),
  remove: (seat) => own().remove(seat),
  bar: (seat) => own().bar(seat),
  barred: () => own().barred(),
  present: (seats) => own().present([...seats]),
  evict: (seat) => own().evict(seat),
  update: () => own().update(),
  accepted: (generation, epoch) => changed(own().accepted(generation, epoch, Date.now())),
  stale: (generation, epoch) => own().stale(generation, epoch),
  commit: (generation, epoch, commit) => changed(own().commit(generation, epoch, commit, Date.now())),
  sealMessage: (message) => own().sealMessage(message),
  openMessage: (generation, message) => own().openMessage(generation, message),
  assign: (slot, seat, kind) => frames.assign(slot, seat === null ? null : { seat, kind }),
  counters: () => frames.counters(),
};

function answer({ id, method, args }: Request): Reply {
  try {
    const call = methods[method] as (...args: readonly unknown[]) => unknown;
    return { id, ok: true, value: call(...args) };
  } catch (error) {
    const reason = error instanceof Error ? (error.name as SealErrorName) : "internal";
    return { id, ok: false, reason };
  }
}

/** Passes every frame of one stream through `work`; what it gives null for goes no further. Frames leave in the order they came. */
function pipe(
  transformer: Transformer,
  work: (frame: Uint8Array) => Uint8Array | null | Promise<Uint8Array | null>,
): void {
  const through = new TransformStream<EncodedFrame, EncodedFrame>({
    async transform(frame, controller) {
      const result = await work(new Uint8Array(frame.data));
      if (!result) return;
      // A view into WebAssembly's memory must not leave it.
      frame.data =
        result.buffer.byteLength === result.byteLength ? (result.buffer as ArrayBuffer) : result.slice().buffer;
      controller.enqueue(frame);
    },
  });
  // Ends with its track; there is nothing to do about it.
  transformer.readable
    .pipeThrough(through)
    .pipeTo(transformer.writable)
    .catch(() => undefined);
}

function seals(kind: MediaKind) {
  return (frame: Uint8Array) => frames.seal(kind, frame);
}

scope.onrtctransform = ({ transformer }) => {
  const options = transformer.options;
  if (options.side === "send") {
    pipe(transformer, seals(options.kind));
  } else {
    const requestKeyFrame = () => void transformer.sendKeyFrameRequest?.().catch(() => undefined);
    pipe(transformer, frames.receiver(options.slot, requestKeyFrame));
  }
};

// Questions that come before WebAssembly is there wait for it, in their order.
const ready = init({ module_or_path: wasmUrl });
scope.onmessage = ({ data }) => {
  ready.then(
    () => scope.postMessage(answer(data)),
    () => scope.postMessage({ id: data.id, ok: false, reason: "workerFailed" }),
  );
};

setInterval(() => {
  if (seal) attemptTick();
}, TICK_EVERY_MS);

function attemptTick(): void {
  try {
    seal?.tick(Date.now());
  } catch {
    // Between the end of a link and that of the worker there is nothing to forget.
  }
}
