// The patients' accounts that were made in the visits of a desk: whether the link's holder made their keys, this clinician's word for them, and the contact data behind it.

import type { SealPort } from "../seal/port.ts";
import type { Binding, DeskPatient, DeskSeat, SeatId, VisitId } from "../wire/messages.ts";
import { shownContact } from "./contact.ts";
import { holds } from "./holds.ts";
import type { DeskPatientView } from "./view.ts";

type Patient = Pick<DeskPatientView, "state" | "contact">;

interface Looked {
  /** What was looked at, so that only what changed is looked at again. */
  readonly from: string;
  readonly patient: Patient;
}

export type Bind = (visit: VisitId, seat: SeatId, binding: Binding) => void;

export class Patients {
  private readonly seal: SealPort;
  private readonly bind: Bind;
  private looked = new Map<string, Looked>();

  constructor(seal: SealPort, bind: Bind) {
    this.seal = seal;
    this.bind = bind;
  }

  /** With each snapshot; `known`: the worker has the seat's secret, without which no keys can be judged. */
  async look(visit: VisitId, { seat, patient }: DeskSeat, known: boolean): Promise<void> {
    const key = `${visit}/${seat}`;
    if (!patient || (!patient.binding && !known)) {
      this.looked.delete(key);
      return;
    }
    const from = JSON.stringify(patient);
    if (this.looked.get(key)?.from === from) return;
    this.looked.set(key, { from, patient: await this.check(visit, seat, patient) });
  }

  /** Null where there is no account, or nothing can be said of it yet. */
  of(visit: VisitId, seat: SeatId): Patient | null {
    return this.looked.get(`${visit}/${seat}`)?.patient ?? null;
  }

  /** The server may not have heard the words that were given: they are given again with the next snapshot. */
  retell(): void {
    this.looked = new Map([...this.looked].filter(([, { patient }]) => patient.state !== "checking"));
  }

  private async check(visit: VisitId, seat: SeatId, of: DeskPatient): Promise<Patient> {
    const { account, keys, binding, contact } = of;
    if (binding) {
      const opened = await holds(this.seal.openContact(account, binding, contact));
      return opened ? { state: "bound", contact: shownContact(opened) } : { state: "closed", contact: null };
    }
    if (!keys) return { state: "checking", contact: null };
    const word = await holds(this.seal.bindPatient(visit, seat, account, keys));
    if (!word) return { state: "forged", contact: null };
    this.bind(visit, seat, word);
    return { state: "checking", contact: null };
  }
}
