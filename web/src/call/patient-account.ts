// The page of a patient with an account: contact data, whether a clinician's device confirmed the keys, what the practice holds, and the end of it all.

import { effect, signal } from "@preact/signals";
import { SealError } from "../seal/port.ts";
import { Refusal } from "../wire/api.ts";
import type { AccountInfo, Held } from "../wire/messages.ts";
import { isNotProved, isSessionOver, type OpenAccount } from "./account.ts";
import type { AccountWatch } from "./account-watch.ts";
import { readContact, shownContact } from "./contact.ts";
import { heldCopy, heldJson, heldView } from "./held.ts";
import { holds } from "./holds.ts";
import { cleanName } from "./said.ts";
import type { Scope } from "./scope.ts";
import type { StaffPorts } from "./staff-ports.ts";
import { troubleOfServer } from "./troubles.ts";
import type {
  AccountView,
  Confirmed,
  ContactView,
  ContactWrong,
  HeldCopy,
  HeldView,
  PatientAccountView,
  PatientTrouble,
} from "./view.ts";

export interface PatientAccountOptions {
  readonly scope: Scope;
  readonly ports: StaffPorts;
  readonly account: OpenAccount;
  readonly watch: AccountWatch;
  /** Ways in, sessions, signing out. */
  readonly own: AccountView;
  /** The account is gone. */
  readonly erased: () => void;
  /** The session is over. */
  readonly lost: () => void;
}

export class PatientAccount implements PatientAccountView {
  readonly practiceName: string;
  readonly own: AccountView;
  readonly contact = signal<ContactView | "closed" | null>(null);
  readonly confirmed = signal<Confirmed | null>(null);
  readonly held = signal<HeldView | null>(null);
  readonly heldTrouble = signal<PatientTrouble | null>(null);
  readonly busy = signal<"contact" | "download" | "deleting" | null>(null);
  readonly wrong = signal<ContactWrong | null>(null);
  readonly contactTrouble = signal<PatientTrouble | null>(null);
  readonly downloadTrouble = signal<PatientTrouble | null>(null);
  readonly deleteTrouble = signal<PatientTrouble | null>(null);
  readonly changing = signal(false);
  readonly done = signal<"contact" | "download" | null>(null);

  private readonly options: PatientAccountOptions;
  /** Sealed, as it was opened last. */
  private openedContact: string | null = null;
  private openedBinding: string | null = null;

  constructor(options: PatientAccountOptions) {
    this.options = options;
    this.practiceName = options.watch.info.peek().practice.name;
    this.own = options.own;
  }

  begin(): void {
    const { scope, watch } = this.options;
    scope.own(
      effect(() => {
        const { patient } = watch.info.value;
        if (patient) void this.open(patient);
      }),
    );
    this.look();
  }

  /** What is sealed for this account; opened again when it was changed. */
  private async open({ contact, binding, clinician }: NonNullable<AccountInfo["patient"]>): Promise<void> {
    const { scope, account, lost } = this.options;
    const said = JSON.stringify([binding, clinician]);
    const isNewContact = contact !== this.openedContact;
    const isNewBinding = said !== this.openedBinding;
    this.openedContact = contact;
    this.openedBinding = said;
    try {
      if (isNewContact) {
        const opened = await holds(account.seal.openOwnContact(contact));
        if (!scope.ended) this.contact.value = opened ? shownContact(opened) : "closed";
      }
      if (isNewBinding) {
        const member = binding && (await holds(account.seal.checkBinding(binding, clinician)));
        if (scope.ended) return;
        if (member) this.confirmed.value = { state: "confirmed", by: cleanName(member.name) };
        else this.confirmed.value = { state: binding ? "wrong" : "waiting" };
      }
    } catch {
      // A worker that has died took the keys with it.
      if (!scope.ended) lost();
    }
  }

  // ---- contact data

  change(): void {
    if (this.busy.value !== null) return;
    this.clear();
    this.changing.value = true;
  }

  keep(): void {
    if (this.busy.value === "contact") return;
    this.clear();
    this.changing.value = false;
  }

  changeContact(typed: ContactView): void {
    const { ports, account, watch } = this.options;
    const contact = readContact(typed);
    this.wrong.value = typeof contact === "string" ? contact : null;
    const { patient } = watch.info.peek();
    if (this.busy.value !== null || typeof contact === "string" || !patient) return;
    this.clear();
    void this.act("contact", this.contactTrouble, async () => {
      const sealed = await account.seal.sealContact(contact, patient.clinician);
      const info = await ports.accounts.changeContact({ contact: sealed });
      watch.take({ ...info, name: contact.name });
      this.changing.value = false;
      this.done.value = "contact";
      this.look();
    });
  }

  // ---- what is held

  look(): void {
    void this.fetchHeld();
  }

  private async fetchHeld(): Promise<void> {
    const { scope, ports, lost } = this.options;
    try {
      const held = await ports.accounts.held();
      if (scope.ended) return;
      this.held.value = heldView(held);
      this.heldTrouble.value = null;
    } catch (error) {
      if (scope.ended || isNotProved(error)) return;
      if (isSessionOver(error)) return lost();
      this.heldTrouble.value = troubleOf(error);
    }
  }

  downloadJson(): void {
    this.download("json", (held) => heldJson(held, this.opened()));
  }

  downloadPage(write: (copy: HeldCopy) => string): void {
    const { ports } = this.options;
    this.download("html", (held) => write(heldCopy(held, this.opened(), new Date(ports.clock.now()))));
  }

  private download(kind: "json" | "html", write: (held: Held) => string): void {
    const { ports } = this.options;
    if (this.busy.value !== null) return;
    this.clear();
    void this.act("download", this.downloadTrouble, async () => {
      const held = await ports.accounts.held();
      this.held.value = heldView(held);
      const day = new Date(ports.clock.now()).toISOString().slice(0, 10);
      ports.save(`curtain-${day}.${kind}`, new TextEncoder().encode(write(held)));
      this.done.value = "download";
    });
  }

  private opened(): ContactView | null {
    const contact = this.contact.value;
    return contact === "closed" ? null : contact;
  }

  // ---- the end

  erase(): void {
    const { ports, erased } = this.options;
    if (this.busy.value !== null) return;
    this.clear();
    void this.act("deleting", this.deleteTrouble, async () => {
      await ports.accounts.erase();
      erased();
    });
  }

  private async act(
    what: "contact" | "download" | "deleting",
    trouble: { value: PatientTrouble | null },
    work: () => Promise<void>,
  ): Promise<void> {
    const { scope, lost } = this.options;
    this.busy.value = what;
    try {
      await work();
    } catch (error) {
      if (scope.ended || isNotProved(error)) return;
      if (isSessionOver(error)) return lost();
      trouble.value = troubleOf(error);
    } finally {
      this.busy.value = null;
    }
  }

  private clear(): void {
    this.wrong.value = null;
    this.contactTrouble.value = null;
    this.downloadTrouble.value = null;
    this.deleteTrouble.value = null;
    this.done.value = null;
  }
}

function troubleOf(error: unknown): PatientTrouble {
  if (error instanceof SealError && error.reason === "badCertificate") return "clinician";
  if (error instanceof Refusal && (error.code === "malformed" || error.code === "tooLarge")) return "contact";
  return troubleOfServer(error);
}
