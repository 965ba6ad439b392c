// The soft sound when someone arrives, at the desk and in a call: two notes made by the browser, and the rule for when to play them.

import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { DeskVisitView } from "../../call/view";

/** Two notes, a fourth apart, in hertz. */
const NOTES = [587.33, 783.99] as const;
/** Seconds between them, and until each has faded. */
const APART = 0.18;
const FADE = 0.9;
/** Peak of each note, of 1. Quieter is missed in a busy room; louder startles. */
const PEAK = 0.08;

/** Whether the clinician wants to hear it; kept until the page is loaded again. */
export const soundOn = signal(true);

/** One for the page: a browser lets sound begin only after a press, and it stays allowed from then on. */
let context: AudioContext | null = null;

function wake(): void {
  context ??= new AudioContext();
  context.resume().catch(() => undefined); // not allowed yet: the next press tries again
}

function play(): void {
  if (context?.state !== "running") return;
  for (const [index, frequency] of NOTES.entries()) {
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
  }
}

/** Plays the sound when a seat waits that did not before, while it is switched on. */
export function useArrivalSound(seats: ReadonlySet<string>): void {
  const before = useRef(seats);
  useEffect(() => {
    document.addEventListener("pointerdown", wake);
    document.addEventListener("keydown", wake);
    return () => {
      document.removeEventListener("pointerdown", wake);
      document.removeEventListener("keydown", wake);
    };
  }, []);
  useEffect(() => {
    if (soundOn.value && someoneArrived(before.current, seats)) play();
    before.current = seats;
  });
}

/** The seats that wait now. */
export function waitingSeats(visits: readonly DeskVisitView[]): ReadonlySet<string> {
  return new Set(visits.flatMap((visit) => visit.waiting.map((person) => person.seat)));
}

/** Whether someone waits now who did not before. */
export function someoneArrived(before: ReadonlySet<string>, after: ReadonlySet<string>): boolean {
  return [...after].some((seat) => !before.has(seat));
}
