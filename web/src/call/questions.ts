// The questions before the waiting room: their order, and the way through them. What was answered is in `answers`.

import { type Signal, signal } from "@preact/signals";
import type { Answers } from "./answers.ts";
import type { Devices } from "./devices.ts";
import { cleanName } from "./said.ts";
import type { GuestScreen } from "./view.ts";

/** The questions, in their order. */
const QUESTIONS = ["name", "consent", "camera", "microphone", "speaker", "alone", "headphones"] as const;
const WAY: readonly GuestScreen[] = ["invitation", ...QUESTIONS, "ready"];

export interface QuestionsOptions {
  readonly screen: Signal<GuestScreen>;
  readonly answers: Answers;
  readonly devices: Devices;
  /** Of the text that is shown. */
  readonly consentVersion: () => number | null;
}

export class Questions {
  /** Answered, of all. */
  readonly progress = signal<readonly [number, number]>([0, QUESTIONS.length]);
  private readonly options: QuestionsOptions;

  constructor(options: QuestionsOptions) {
    this.options = options;
  }

  next(): void {
    const { screen, answers, devices, consentVersion } = this.options;
    const asked = screen.value;
    if (asked === "name") {
      answers.name.value = cleanName(answers.name.value);
      if (answers.name.value === "") return;
    }
    if (asked === "consent") answers.consentVersion = consentVersion();
    if (asked === "camera" || asked === "microphone") answers.decide(asked, devices[asked].value);
    this.step(1);
  }

  back(): void {
    if (this.options.screen.value === "declined") this.show("consent");
    else this.step(-1);
  }

  private step(by: 1 | -1): void {
    const at = WAY.indexOf(this.options.screen.value);
    const to = at === -1 ? undefined : WAY[at + by];
    if (to) this.show(to);
  }

  show(screen: GuestScreen): void {
    this.options.screen.value = screen;
    const at = WAY.indexOf(screen);
    if (at !== -1) this.progress.value = [Math.max(0, at - 1), QUESTIONS.length];
  }

  /** Without a camera, or on its screen a microphone. */
  skipDevice(): void {
    const { screen, answers, devices } = this.options;
    const asked = screen.value;
    if (asked !== "camera" && asked !== "microphone") return;
    answers[asked] = false;
    devices.release(asked);
    this.step(1);
  }

  decline(): void {
    const { screen, answers, devices } = this.options;
    answers.consentVersion = null;
    devices.stop();
    screen.value = "declined";
  }
}
