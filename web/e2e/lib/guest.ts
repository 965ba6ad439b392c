// An invited person: from the link, through the questions and the waiting room, into the call.

import { Person, type PersonOptions } from "./person.ts";
import { until } from "./until.ts";

/** Answers every question on the way to the waiting room, and knocks, whatever comes of it. */
export async function knock(
  person: Person,
  name: string,
  onEachScreen?: (heading: string) => Promise<void>,
): Promise<void> {
  let last = "";
  for (let screens = 0; screens < 15; screens++) {
    const heading = await nextScreen(person, last);
    last = heading;
    if (await person.has("Your name", "textbox")) await person.type("Your name", name);
    await onEachScreen?.(heading);
    if (await person.has("Enter the waiting room", "button")) {
      await person.press("Enter the waiting room");
      return;
    }
    await person.press("Continue");
  }
  throw new Error("the questions have no end");
}

/** Waits for a screen other than `last`, with its way on ready to be pressed, and gives its heading. */
async function nextScreen(person: Person, last: string): Promise<string> {
  return await until(`a screen after '${last}'`, async () => {
    const heading = await person.page.evaluate(() => document.querySelector("h1")?.textContent ?? "");
    const ready = (await person.has("Continue", "button")) || (await person.has("Enter the waiting room", "button"));
    const asking = await person.reads("Waiting for your answer");
    return ready && !asking && heading !== last && heading;
  });
}

export class Guest extends Person {
  static async open(link: string, options: PersonOptions): Promise<Guest> {
    const [browser, page] = await Person.sitDown(options);
    const guest = new Guest(browser, page, options.look);
    guest.guard(options.url);
    await guest.goTo(link);
    return guest;
  }

  /** Answers every question and enters the waiting room. */
  async enter(name: string, onEachScreen?: (heading: string) => Promise<void>): Promise<void> {
    await this.enterInVain(name, onEachScreen);
    await this.waits();
  }

  /** Answers every question and knocks, whatever comes of it. */
  async enterInVain(name: string, onEachScreen?: (heading: string) => Promise<void>): Promise<void> {
    await knock(this, name, onEachScreen);
  }

  /** Waits until the waiting room stands. */
  async waits(limitMs?: number): Promise<void> {
    await this.seesText("You are in the waiting room", limitMs);
  }

  /** Waits until media is sealed both ways. */
  async talks(limitMs?: number): Promise<void> {
    await this.sees("End-to-end encrypted", "status", limitMs);
  }

  async leave(): Promise<void> {
    await this.press("Leave");
  }
}
