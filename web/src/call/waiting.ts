// What a waiting person is told: the place in the queue, where the clinician is, and messages from the practice.

import { signal } from "@preact/signals";
import { SealError, type SealPort } from "../seal/port.ts";
import type { ServerMessage } from "../wire/messages.ts";
import type { WaitingView } from "./view.ts";

export class Waiting {
  readonly view = signal<WaitingView | null>(null);

  place({ place, host, delayMinutes }: Extract<ServerMessage, { type: "waiting" }>): void {
    this.view.value = { place, host, delayMinutes, notes: this.view.value?.notes ?? [] };
  }

  async note(seal: SealPort | null, sealed: string): Promise<void> {
    try {
      const note = await seal?.openNote(sealed);
      if (!note) return;
      const known = this.view.value ?? { place: 1, host: "atDesk", delayMinutes: null, notes: [] };
      // After a reload the server tells them again.
      if (known.notes.some(({ text, at }) => text === note.text && at.getTime() === note.at)) return;
      this.view.value = { ...known, notes: [...known.notes, { text: note.text, at: new Date(note.at) }] };
    } catch (error) {
      // A message that was not sealed by someone who knows this invitation is none.
      if (!(error instanceof SealError)) throw error;
    }
  }
}
