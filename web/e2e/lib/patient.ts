// A patient with an account, or on the way to one: a guest in their visits, with a device that keeps passkeys.

import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { knock } from "./guest.ts";
import { Person } from "./person.ts";
import { dataRoot } from "./places.ts";
import { Staff, type StaffOptions } from "./staff.ts";
import { until } from "./until.ts";

export interface Contact {
  readonly name: string;
  readonly email: string;
  readonly telephone: string;
}

export class Patient extends Staff {
  static override async open(link: string, options: StaffOptions): Promise<Patient> {
    const [browser, page] = await Person.sitDown(options);
    return await Staff.begin(new Patient(browser, page, options.look), link, options);
  }

  /** From the invitation up to the way in. */
  async introduceThemselves(contact: Contact, looking?: (screen: string) => Promise<void>): Promise<void> {
    await this.press("Make an account (you do not need one)");
    await this.seesText("An account, if you want one");
    await looking?.("purpose");
    await this.press("Continue");
    await this.fillIn(contact);
    await looking?.("contact");
    await this.press("Continue");
  }

  /** Fills in the contact data, wherever it is asked for. */
  async fillIn({ name, email, telephone }: Contact): Promise<void> {
    await this.type("Your name", name);
    await this.type("E-mail (may be left empty)", email);
    await this.type("Telephone (may be left empty)", telephone);
  }

  /** Answers every question and enters the waiting room. */
  async enter(name: string): Promise<void> {
    await knock(this, name);
    await this.seesText("You are in the waiting room");
  }

  /** What the browser keeps of this site beyond the page: names of stored things and of cookies. */
  async kept(): Promise<readonly string[]> {
    const stored = await this.page.evaluate(() => Object.keys(localStorage));
    return [...stored, ...(await this.page.cookies()).map(({ name }) => name)];
  }

  /** Downloads with this button, and gives the text of the file. */
  async download(button: string, ending: string): Promise<string> {
    const dir = mkdtempSync(join(dataRoot, "curtain-saved-"));
    // Not detached afterwards: Chromium would take the device with the passkeys away with it.
    const session = await this.page.createCDPSession();
    await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: dir });
    await this.press(button);
    const file = await until(`a file ${ending}`, () => readdirSync(dir).find((name) => name.endsWith(ending)));
    return readFileSync(join(dir, file), "utf8");
  }
}

/** The link of someone who knows a link's address, and not its secret. */
export function withoutSecret(link: string): string {
  const url = new URL(link);
  const token = Buffer.from(url.pathname.split("/").at(-1) ?? "", "base64url");
  const secret = randomBytes(16);
  const pin = Buffer.from(url.hash.slice(1), "base64url").subarray(16, 32);
  const hash = createHash("sha256").update("curtain/link/v1\0").update(token).update(secret).update(pin).digest();
  return `${url.origin}${url.pathname}#${Buffer.concat([secret, pin, hash.subarray(0, 4)]).toString("base64url")}`;
}
