// Someone who works at a practice, at a browser of their own with a device that keeps passkeys.

import type { CDPSession } from "puppeteer-core";
import { Clinician } from "./clinician.ts";
import { Person, type PersonOptions } from "./person.ts";
import { until } from "./until.ts";

/** What the device does: keeps passkeys with secrets, keeps passkeys without, or refuses. */
export type Keeper = "secrets" | "noSecrets" | "refuses";

export interface StaffOptions extends PersonOptions {
  readonly keeper?: Keeper;
}

export class Staff extends Clinician {
  #devtools: CDPSession | null = null;
  #authenticator = "";

  static override async open(link: string, options: StaffOptions): Promise<Staff> {
    const [browser, page] = await Person.sitDown(options);
    return await Staff.begin(new Staff(browser, page, options.look), link, options);
  }

  protected static async begin<S extends Staff>(person: S, link: string, options: StaffOptions): Promise<S> {
    // Firefox has no such device that a test could plug in.
    if (options.browser !== "firefox") await person.#plugIn(options.keeper ?? "secrets");
    person.guard(options.url);
    await person.goTo(link);
    return person;
  }

  /** Gives the browser its authenticator (Chromium's virtual one, as in WebDriver's extension of WebAuthn Level 3, section 11). */
  async #plugIn(keeper: Keeper): Promise<void> {
    this.#devtools = await this.page.createCDPSession();
    await this.#devtools.send("WebAuthn.enable");
    const { authenticatorId } = await this.#devtools.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        ctap2Version: "ctap2_1",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        hasPrf: keeper !== "noSecrets",
        isUserVerified: keeper !== "refuses",
        automaticPresenceSimulation: true,
      },
    });
    this.#authenticator = authenticatorId;
  }

  /** Takes another device to hand. */
  async plugInAnother(keeper: Keeper): Promise<void> {
    await this.#devtools?.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: this.#authenticator });
    await this.#plugIn(keeper);
  }

  /** The device loses its passkeys. */
  async losePasskeys(): Promise<void> {
    await this.#devtools?.send("WebAuthn.clearCredentials", { authenticatorId: this.#authenticator });
  }

  /** How many passkeys the device keeps. */
  async passkeys(): Promise<number> {
    return (await this.passkeyNames()).length;
  }

  /** What the device shows beside each passkey it keeps. */
  async passkeyNames(): Promise<readonly string[]> {
    const authenticatorId = this.#authenticator;
    const answer = await this.#devtools?.send("WebAuthn.getCredentials", { authenticatorId });
    return answer?.credentials.map(({ userName }) => userName ?? "") ?? [];
  }

  /** Founds the practice behind a set-up link, up to the end of the sheet's check; gives the recovery code. */
  async found(practice: string, name: string, looking?: (screen: string) => Promise<void>): Promise<string> {
    await this.introduce(practice, name, looking);
    return await this.enrol(looking);
  }

  /** Answers what a founder is asked before there are keys. */
  async introduce(practice: string, name: string, looking?: (screen: string) => Promise<void>): Promise<void> {
    await this.sees("Name of the practice", "textbox");
    await looking?.("practice");
    await this.type("Name of the practice", practice);
    await this.press("Continue");
    await this.sees("Your name", "textbox");
    await looking?.("you");
    await this.type("Your name", name);
    await this.press("Continue");
  }

  /** Makes the passkey, keeps the sheet, and proves it; gives the recovery code. */
  async enrol(looking?: (screen: string) => Promise<void>): Promise<string> {
    await this.sees("Make a passkey", "button");
    await looking?.("passkey");
    await this.press("Make a passkey");
    return await this.keepSheet(looking);
  }

  /** Copies the code from the sheet, proves it, and gives it. */
  async keepSheet(looking?: (screen: string) => Promise<void>): Promise<string> {
    await this.sees("I have kept it", "button");
    await looking?.("sheet");
    const groups = await this.page.$$eval(".sheet-group", (all) => all.map((one) => one.textContent ?? ""));
    await this.press("I have kept it");
    await this.sees("Finish", "button");
    await looking?.("kept");
    const fields = await this.page.$$eval("main label", (all) => all.map((one) => one.textContent ?? ""));
    for (const label of fields.filter((text) => text.includes("Group"))) {
      const number = Number(/\d+/.exec(label)?.[0]);
      await this.type(label.trim(), (groups[number - 1] ?? "").toLowerCase());
    }
    await this.press("Finish");
    return groups.join("-");
  }

  /** Signs in with the device's passkey. */
  async signIn(): Promise<void> {
    await this.press("Sign in with a passkey");
  }

  /** Types a password into the one field for it: not every browser calls that a text box. */
  async typePassword(password: string): Promise<void> {
    await this.page.locator('input[autocomplete$="-password"]').fill(password);
  }

  /** Chooses user name and password, once the lists are there; `advice` is what the page has to say. */
  async setPassword(userName: string, password: string, advice: string): Promise<void> {
    await this.type("User name", userName);
    await this.typePassword(password);
    await this.seesText(advice);
    await this.press("Set the password");
  }

  /** From the sign-in page up to what the password leads to. */
  async signInWithPassword(userName: string, password: string): Promise<void> {
    await this.press("Use a password instead");
    await this.type("User name", userName);
    await this.typePassword(password);
    await this.press("Sign in");
  }

  /** Signs out on this device. */
  async signOut(): Promise<void> {
    await this.press("Sign out");
    await this.press("Sign out here");
    await this.seesText("You are signed out");
  }

  /** Comes in by the code on the recovery sheet. */
  async signInWithCode(code: string): Promise<void> {
    await this.press("Use your recovery sheet");
    await this.type("Code on your sheet", code);
    await this.press("Sign in with the code");
  }

  /** Makes a colleague's link on the practice page. */
  async inviteColleague(name: string, ...roles: string[]): Promise<string> {
    await this.press("Invite a colleague");
    await this.type("Name of your colleague", name);
    for (const role of roles) await this.tick(role);
    await this.press("Make the link");
    return await this.takeLink("/s/");
  }

  /** Plans a visit for now at the desk, and gives the patient's link. */
  async planVisit(): Promise<string> {
    await this.press("New visit");
    await this.press("Make the visit");
    return await this.takeLink("/v/");
  }

  /** Ticks the box whose label begins with these words. */
  async tick(words: string): Promise<void> {
    await until(`a box '${words}'`, () =>
      this.page.evaluate((begin) => {
        const labels = [...document.querySelectorAll("label")];
        const box = labels.find((label) => label.textContent?.trim().startsWith(begin))?.querySelector("input");
        box?.click();
        return box !== null && box !== undefined;
      }, words),
    );
  }

  /** Takes a link off the dialog that hands it over, and closes it. */
  async takeLink(path: string): Promise<string> {
    const link = await until("a link", () =>
      this.page.evaluate((part) => {
        const fields = [...document.querySelectorAll<HTMLInputElement>("dialog input")];
        return fields.map((field) => field.value).find((value) => value.includes(part)) ?? null;
      }, path),
    );
    await this.press("Close");
    return link;
  }
}
