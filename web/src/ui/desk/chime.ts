// The soft sound when someone arrives: two notes made by the browser, and the rule for when to play them.

import type { DeskVisitView } from "../../call/view";

/** Two notes, a fourth apart, in hertz. */
const NOTES = [587.33, 783.99] as const;
/** Seconds between them, and until each has faded. */
const APART = 0.18;
const FADE = 0.9;
/** Peak of each note, of 1. Quieter is missed in a busy room; louder startles. */
const PEAK = 0.08;

/** Plays the sound. A browser that was not pressed in yet stays silent. */
export class Chime {
  #context: AudioContext | null = null;

  /** To be called from a press, so that later sounds are allowed. */
  async wake(): Promise<void> {
    this.#context ??= new AudioContext();
    await this.#context.resume();
  }

  play(): void {
    const context = this.#context;
    if (context?.state !== "running") return;
    NOTES.forEach((frequency, index) => {
      const at = context.currentTime + index * APART;
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(PEAK, at + 0.03);
      volume.gain.exponentialRampToValueAtTime(0.0001, at + FADE);
      tone.connect(volume).connect(context.destination);
      tone.start(at);
      tone.stop(at + FADE);
    });
  }

  close(): void {
    void this.#context?.close();
    this.#context = null;
  }
}

/** The seats that wait now. */
export function waitingSeats(visits: readonly DeskVisitView[]): ReadonlySet<string> {
  return new Set(visits.flatMap((visit) => visit.waiting.map((person) => person.seat)));
}

/** Whether someone waits now who did not before. */
export function someoneArrived(before: ReadonlySet<string>, after: ReadonlySet<string>): boolean {
  return [...after].some((seat) => !before.has(seat));
}
