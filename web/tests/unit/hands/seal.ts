// A seal worker without cryptography: it keeps the rules of the group's bookkeeping, and writes 'sealed' things as readable text.

import {
  type AccountCheck,
  type Card,
  type Certified,
  type Change,
  type ChangedWays,
  type Code,
  type ColleagueToBe,
  type Contact,
  type Member,
  type PatientCheck,
  SealError,
  type SealWorker,
  type WaysChange,
} from "../../../src/seal/port.ts";
import type {
  Binding,
  Certificate,
  ClaimedKeys,
  Role,
  SealedContact,
  StaffRole,
  TaggedKeyPackage,
} from "../../../src/wire/messages.ts";

/** Eight groups of four, as docs/protocol.md §2.8 writes them. */
export const RECOVERY_CODE = "0A1B-2C3D-4E5F-6G7H-8J9K-MNPQ-RSTV-WXYZ";
/** The one after that. */
export const NEW_CODE = "1111-2222-3333-4444-5555-6666-7777-8888";
export const CERTIFICATE: Certificate = { body: "certified", signature: "signature" };
export const CLAIMED: ClaimedKeys = { signKey: "sign", sealKey: "seal", tag: "tag" };
export const SEALED_CONTACT: SealedContact = { own: "own contact", clinician: "clinician's contact" };

interface Pending {
  readonly epoch: number;
  readonly add?: { readonly seat: string; readonly role: Role };
  readonly remove?: string;
}

export class HandSeal implements SealWorker {
  /** Every question, in order. */
  readonly asked: string[] = [];
  /** What the next call of a method fails with. */
  readonly failing = new Map<string, SealError["reason"]>();
  ended = false;
  code: Code = { state: "making" };
  /** The leaves of a group that is joined: the clinician's, and one's own. */
  welcomeMembers: Member[] = [];
  readonly assigned = new Map<string, string>();
  readonly transforms: unknown[] = [];

  private self = "";
  private generation = 0;
  private epoch = 0;
  private members: Member[] = [];
  private pending: Pending | null = null;
  private made = 0;
  private vaults = 0;
  /** How often the open vault was sealed. */
  sealings = 1;
  /** The password of the account, for signing in. */
  password = "correct horse battery staple";
  /** The root key that is handed on is in the vault already. */
  holdsRoot = false;
  private readonly bars = new Set<string>();
  private here: readonly string[] = [];

  private async ask(method: string, ...about: unknown[]): Promise<void> {
    this.asked.push([method, ...about].join(" "));
    const reason = this.failing.get(method);
    this.failing.delete(method);
    if (reason) throw new SealError(reason);
    if (this.ended) throw new SealError("workerFailed");
  }

  private change(change: Partial<Change> = {}): Change {
    this.code = this.members.length < 2 ? { state: "alone" } : this.code;
    return {
      generation: this.generation,
      epoch: this.epoch,
      members: this.members,
      membershipChanged: false,
      added: [],
      removed: [],
      selfRemoved: false,
      pendingDropped: false,
      code: this.code,
      send: [],
      ...change,
    };
  }

  private apply({ add, remove }: Omit<Pending, "epoch">): Partial<Change> {
    this.epoch += 1;
    if (remove) this.members = this.members.filter(({ seat }) => seat !== remove);
    if (add) {
      this.members = this.members.filter(({ seat }) => seat !== add.seat);
      const leaf = this.members.length;
      this.members = [...this.members, { leaf, ...add, staff: null, name: null, self: add.seat === this.self }];
    }
    return {
      membershipChanged: Boolean(add || remove),
      added: add ? [add.seat] : [],
      removed: remove ? [remove] : [],
    };
  }

  private commitment(pending: Omit<Pending, "epoch">) {
    if (this.pending) throw new SealError("busy");
    this.pending = { epoch: this.epoch, ...pending };
    const commit = JSON.stringify(pending);
    return { generation: this.generation, epoch: this.epoch, commit };
  }

  async openGuest(token: string): Promise<void> {
    await this.ask("openGuest", token);
  }

  async openDeskLink(token: string): Promise<void> {
    await this.ask("openDeskLink", token);
  }

  async checkInvitation(check: { seat: string }) {
    await this.ask("checkInvitation");
    this.self = check.seat;
    return { staff: "staff", name: "Dr Verified", roles: ["clinician"], notAfter: 0 } as const;
  }

  async sealCard(card: Card): Promise<string> {
    await this.ask("sealCard");
    return JSON.stringify(card);
  }

  async openNote(note: string) {
    await this.ask("openNote");
    return JSON.parse(note) as { text: string; at: number };
  }

  async keyPackage(): Promise<TaggedKeyPackage> {
    await this.ask("keyPackage");
    this.made += 1;
    return { keyPackage: `package${this.made}`, tag: "good" };
  }

  async join(generation: number): Promise<Change> {
    await this.ask("join", generation);
    this.generation = generation;
    this.epoch = 1;
    this.members = this.welcomeMembers;
    return this.change({ membershipChanged: true, added: this.members.map(({ seat }) => seat) });
  }

  async openDesk() {
    await this.ask("openDesk");
    return { staff: "staff", name: "Dr Vermeer", roles: ["clinician"], notAfter: 0 } as const;
  }

  async openEnrolment(token: string): Promise<void> {
    await this.ask("openEnrolment", token);
  }

  async checkEnrolment() {
    await this.ask("checkEnrolment");
    return { staff: "founder", name: "Dr Founder", roles: ["administrator"], notAfter: 0 } as const;
  }

  async offerPasskey(credential: string): Promise<void> {
    await this.ask("offerPasskey", credential);
  }

  async offerCode(typed: string): Promise<string> {
    await this.ask("offerCode");
    if (typed.replace(/[\s-]/g, "").toUpperCase() !== RECOVERY_CODE.replaceAll("-", ""))
      throw new SealError("mistypedCode");
    return "recovery key";
  }

  async signWithCode(challenge: string, origin: string): Promise<string> {
    await this.ask("signWithCode", challenge, origin);
    return "signed";
  }

  async startPassword(password: string): Promise<string> {
    await this.ask("startPassword");
    return `request for ${password.length}`;
  }

  async finishPassword(response: string): Promise<string> {
    await this.ask("finishPassword", response);
    return "record";
  }

  private tried = "";

  async startPasswordSignIn(password: string): Promise<string> {
    await this.ask("startPasswordSignIn");
    this.tried = password;
    return "ke1";
  }

  async finishPasswordSignIn(response: string, origin: string): Promise<string> {
    await this.ask("finishPasswordSignIn", response, origin);
    if (this.tried !== this.password) throw new SealError("wrongPassword");
    return "ke3";
  }

  async changeWays({ addPasskey, remove, password, renewCode }: WaysChange): Promise<ChangedWays> {
    const words = [addPasskey && "add", ...remove, password !== "keep" && `${password} password`, renewCode && "renew"];
    await this.ask("changeWays", ...words.filter(Boolean));
    this.vaults += 1;
    return {
      vault: { vault: `vault00${this.vaults}`, keys: [] },
      recoveryCode: renewCode ? NEW_CODE : null,
      recoveryKey: renewCode ? "new recovery key" : null,
    };
  }

  async keepWays(): Promise<void> {
    await this.ask("keepWays");
    this.sealings += 1;
  }

  async revision(): Promise<number> {
    return this.sealings;
  }

  async takeRoot(sealedRoot: string) {
    await this.ask("takeRoot", sealedRoot);
    return this.holdsRoot ? null : { vault: "vaultroot", keys: [] };
  }

  async makeAccount(account: string): Promise<string> {
    await this.ask("makeAccount", account);
    return RECOVERY_CODE;
  }

  async found(name: string, roles: readonly StaffRole[]) {
    await this.ask("found", name, ...roles);
    return { rootKey: "root", certificate: CERTIFICATE, vault: { vault: "vault", keys: [] }, recoveryKey: "key" };
  }

  async enrol() {
    await this.ask("enrol");
    return { keys: CLAIMED, vault: { vault: "vault", keys: [] }, recoveryKey: "key" };
  }

  async takeCertificate({ body }: Certificate) {
    await this.ask("takeCertificate", body);
    return { staff: "staff", name: "Dr Vermeer", roles: ["clinician"], notAfter: 0 } as const;
  }

  async openAccount({ account, certificate, seen }: AccountCheck) {
    await this.ask("openAccount", account);
    if (this.sealings < seen) throw new SealError("oldVault");
    return certificate && ({ staff: account, name: "Dr Vermeer", roles: ["clinician"], notAfter: 0 } as const);
  }

  async inviteColleague({ account, name, roles }: ColleagueToBe) {
    await this.ask("inviteColleague", account, name, ...roles);
    return { token: "newToken", fragment: "newFragment", tokenHash: "hash", sealedSecret: "sealed" };
  }

  async certify({ account, roles }: ColleagueToBe, _keys: ClaimedKeys, sealedSecret: string): Promise<Certified> {
    await this.ask("certify", account, sealedSecret);
    return { certificate: CERTIFICATE, sealedRoot: roles.includes("administrator") ? "sealed root" : null };
  }

  /** What patients' contact data opens to; as it was sealed, where it was sealed here. */
  contact: Contact = { name: "Ann Bakker", email: "ann@mail.example", telephone: null };

  async openPatient(token: string): Promise<void> {
    await this.ask("openPatient", token);
  }

  async checkPatient({ account }: PatientCheck) {
    await this.ask("checkPatient", account);
    return { staff: "staff", name: "Dr Verified", roles: ["clinician"], notAfter: 0 } as const;
  }

  async enrolPatient(contact: Contact) {
    await this.ask("enrolPatient", contact.name);
    return { keys: CLAIMED, vault: { vault: "vault", keys: [] }, recoveryKey: "key", contact: SEALED_CONTACT };
  }

  async sealContact(contact: Contact, { body }: Certificate) {
    await this.ask("sealContact", contact.name, body);
    this.contact = contact;
    return { own: `own of ${contact.name}`, clinician: `clinician's of ${contact.name}` };
  }

  async openOwnContact(sealed: string): Promise<Contact> {
    await this.ask("openOwnContact", sealed);
    return this.contact;
  }

  async checkBinding({ body }: Binding) {
    await this.ask("checkBinding", body);
    return { staff: "staff", name: "Dr Vermeer", roles: ["clinician"], notAfter: 0 } as const;
  }

  async bindPatient(_visit: string, seat: string, account: string, { tag }: ClaimedKeys): Promise<Binding> {
    await this.ask("bindPatient", seat, account);
    if (tag !== CLAIMED.tag) throw new SealError("badProof");
    return { body: `word for ${account}`, signature: "signature" };
  }

  async openContact(account: string, _binding: Binding, sealed: string): Promise<Contact> {
    await this.ask("openContact", account, sealed);
    return this.contact;
  }

  async openSecret(_visit: string, seat: string, _role: Role, sealed: string): Promise<void> {
    await this.ask("openSecret", seat);
    if (sealed !== "good") throw new SealError("badSecret");
  }

  async openCard(_visit: string, seat: string, card: string): Promise<Card> {
    await this.ask("openCard", seat);
    return JSON.parse(card) as Card;
  }

  async sealNote(_visit: string, _seat: string, note: { text: string; at: number }): Promise<string> {
    await this.ask("sealNote");
    return JSON.stringify(note);
  }

  async isGenuine(_visit: string, seat: string, _role: Role, { tag }: TaggedKeyPackage): Promise<boolean> {
    await this.ask("isGenuine", seat);
    return tag === "good";
  }

  async invite(_visit: string, role: "patient" | "companion") {
    await this.ask("invite", role);
    const invitation = { seat: "invited", role, tokenHash: "hash", sealedSecret: "good" } as const;
    return { token: "newToken", fragment: "newFragment", invitation };
  }

  async forget(visit: string): Promise<void> {
    await this.ask("forget", visit);
  }

  async enter(visit: string, seat: string, generation: number, barred: readonly string[]): Promise<Change> {
    await this.ask("enter", visit, generation, ...barred);
    for (const bar of barred) this.bars.add(bar);
    this.self = seat;
    this.generation = generation;
    this.epoch = 0;
    this.pending = null;
    this.members = [{ leaf: 0, seat, role: "clinician", staff: "staff", name: "Dr Vermeer", self: true }];
    return this.change({ membershipChanged: true });
  }

  async exit(): Promise<void> {
    await this.ask("exit");
    this.members = [];
  }

  async admit(seat: string, role: Role, { tag, keyPackage }: TaggedKeyPackage) {
    await this.ask("admit", seat, keyPackage);
    if (this.bars.has(seat)) throw new SealError("barred");
    if (tag !== "good") throw new SealError("badProof");
    const commit = this.commitment({ add: { seat, role } });
    return { commit, welcome: { welcome: `welcome to ${seat}`, creator: "creator", tag: "tag" } };
  }

  async remove(seat: string) {
    await this.ask("remove", seat);
    this.bars.add(seat);
    if (!this.members.some((member) => member.seat === seat)) throw new SealError("notMember");
    return this.commitment({ remove: seat });
  }

  async bar(seat: string): Promise<void> {
    await this.ask("bar", seat);
    this.bars.add(seat);
  }

  async barred(): Promise<readonly string[]> {
    await this.ask("barred");
    return [...this.bars];
  }

  async present(seats: readonly string[]): Promise<void> {
    this.here = seats;
    await this.ask("present", ...seats);
  }

  async evict(seat: string) {
    await this.ask("evict", seat);
    if (!this.members.some((member) => member.seat === seat)) throw new SealError("notMember");
    if (this.here.includes(seat)) throw new SealError("notAllowed");
    return this.commitment({ remove: seat });
  }

  async update() {
    await this.ask("update");
    return this.commitment({});
  }

  async accepted(generation: number, epoch: number): Promise<Change> {
    await this.ask("accepted", epoch);
    const { pending } = this;
    if (!pending || generation !== this.generation || epoch !== pending.epoch) throw new SealError("stale");
    this.pending = null;
    return this.change(this.apply(pending));
  }

  async stale(_generation: number, epoch: number): Promise<boolean> {
    await this.ask("stale", epoch);
    const waited = this.pending?.epoch === epoch;
    if (waited) this.pending = null;
    return waited;
  }

  async commit(generation: number, epoch: number, commit: string): Promise<Change> {
    await this.ask("commit", epoch);
    if (generation !== this.generation || epoch < this.epoch) throw new SealError("stale");
    if (epoch > this.epoch) throw new SealError("badCommit");
    const pendingDropped = this.pending !== null;
    this.pending = null;
    return this.change({ ...this.apply(JSON.parse(commit)), pendingDropped });
  }

  async sealMessage(message: object) {
    await this.ask("sealMessage", (message as { type: string }).type);
    return { generation: this.generation, message: JSON.stringify({ seat: this.self, message }) };
  }

  async openMessage(generation: number, message: string) {
    await this.ask("openMessage");
    if (generation !== this.generation) throw new SealError("stale");
    const opened = JSON.parse(message);
    return { seat: opened.seat, message: opened.message, code: opened.code ?? this.code, send: opened.send ?? [] };
  }

  async assign(slot: string, seat: string | null, kind: string): Promise<void> {
    await this.ask("assign", slot, seat, kind);
    if (seat === null) this.assigned.delete(slot);
    else this.assigned.set(slot, `${seat} ${kind}`);
  }

  async counters() {
    return { sealed: 0, notSealed: 0, opened: 0, notOpened: 0, spentMs: 0 };
  }

  transform(options: unknown): RTCRtpScriptTransform {
    this.transforms.push(options);
    return { options } as unknown as RTCRtpScriptTransform;
  }

  end(): void {
    this.ended = true;
  }
}

/** What another member says, as the server would bring it. */
export function said(seat: string, message: object | null, generation = 1, more: object = {}) {
  return {
    type: "application",
    generation,
    from: seat,
    message: JSON.stringify({ seat, message, ...more }),
  } as const;
}
