// What an invited person answered before the waiting room, and what of it a reload of the page must not lose.

import { signal } from "@preact/signals";
import type { Card } from "../seal/port.ts";
import type { GuestMemory } from "./memory.ts";
import type { DeviceState } from "./view.ts";

export class Answers {
  readonly name = signal("");
  readonly alone = signal<boolean | null>(null);
  readonly headphones = signal<boolean | null>(null);
  camera = true;
  microphone = true;
  /** The version of the text that was agreed to. */
  consentVersion: number | null = null;

  /** Who goes on while the browser still asks wants the device: it joins in once the browser has its answer. */
  decide(device: "camera" | "microphone", state: DeviceState): void {
    this[device] = state === "working" || state === "asking";
  }

  /** For the tab's memory. */
  kept(): Partial<GuestMemory> {
    return {
      name: this.name.value,
      alone: this.alone.value,
      headphones: this.headphones.value,
      camera: this.camera,
      microphone: this.microphone,
      ...(this.consentVersion !== null && { arrived: true, consentVersion: this.consentVersion }),
    };
  }

  restore(memory: GuestMemory): void {
    this.name.value = memory.name ?? "";
    this.alone.value = memory.alone ?? null;
    this.headphones.value = memory.headphones ?? null;
    this.camera = memory.camera ?? true;
    this.microphone = memory.microphone ?? true;
  }

  /** What the clinician reads at the door. */
  card(): Card {
    return {
      name: this.name.value,
      alone: this.alone.value,
      headphones: this.headphones.value,
      camera: this.camera,
    };
  }
}
