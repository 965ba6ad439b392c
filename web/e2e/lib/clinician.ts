// The clinician: the desk, the door, the room.

import { Person, type PersonOptions } from "./person.ts";
import { until } from "./until.ts";

export class Clinician extends Person {
  static async open(link: string, options: PersonOptions): Promise<Clinician> {
    const [browser, page] = await Person.sitDown(options);
    const clinician = new Clinician(browser, page, options.look);
    clinician.guard(options.url);
    await clinician.goTo(link);
    return clinician;
  }

  /** Waits until a person is shown as waiting. */
  async seesWaiting(name: string, limitMs?: number): Promise<void> {
    await this.sees(`Admit ${name}`, "button", limitMs);
  }

  async admit(name: string): Promise<void> {
    await this.press(`Admit ${name}`);
  }

  async talks(limitMs?: number): Promise<void> {
    await this.sees("End-to-end encrypted", "status", limitMs);
  }

  async end(): Promise<void> {
    await this.press("End visit");
  }

  /** Makes a link for one more person, in the room or at the desk. */
  async invite(role: "patient" | "companion"): Promise<string> {
    await this.tryToInvite(role);
    const link = await until("a link", async () =>
      this.page.evaluate(() => {
        const fields = [
          ...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("dialog input, dialog textarea"),
        ];
        return fields.map((field) => field.value).find((value) => value.includes("/v/")) ?? null;
      }),
    );
    await this.press("Close");
    return link;
  }

  /** Asks for a link, whatever comes of it. */
  async tryToInvite(role: "patient" | "companion"): Promise<void> {
    await this.press("Invite");
    await this.press(role === "patient" ? "A patient" : "A companion: interpreter, relative or colleague");
  }
}
