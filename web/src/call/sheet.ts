// The recovery sheet: what is written on it, and the check that it was kept. Held only while it is shown.

import { signal } from "@preact/signals";
import type { Ports } from "./ports.ts";
import type { RecoverySheet } from "./view.ts";

/** As one would read it from paper: case, spaces and hyphens do not matter, nor do letters that look like digits. */
export function readGroup(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[\s-]+/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
}

export class Sheet {
  readonly written = signal<RecoverySheet | null>(null);
  /** The two groups that are asked for, counted from 1. */
  readonly asked = signal<readonly [number, number]>([1, 2]);
  readonly mistyped = signal(false);

  private readonly ports: Pick<Ports, "clock" | "random">;

  constructor(ports: Pick<Ports, "clock" | "random">) {
    this.ports = ports;
  }

  write(recoveryCode: string, practiceName: string, name: string): void {
    const { clock, random } = this.ports;
    const groups = recoveryCode.trim().split(/[\s-]+/);
    this.written.value = { practiceName, name, at: new Date(clock.now()), groups };
    const first = Math.floor(random() * groups.length);
    const second = (first + 1 + Math.floor(random() * (groups.length - 1))) % groups.length;
    this.asked.value = [Math.min(first, second) + 1, Math.max(first, second) + 1];
  }

  /** Whether these are the groups that are asked for. */
  holds(first: string, second: string): boolean {
    const typed = [first, second];
    const same = this.asked.value.every((group, at) => {
      const written = this.written.value?.groups[group - 1];
      return written !== undefined && readGroup(written) === readGroup(typed[at] ?? "");
    });
    this.mistyped.value = !same;
    return same;
  }

  forget(): void {
    this.written.value = null;
    this.mistyped.value = false;
  }
}
