// A person at a browser: what they do, see and hear, in the words of the interface; and what their browser must never do.

import { join } from "node:path";
import type { Browser, ElementHandle, Page } from "puppeteer-core";
import { type BrowserName, type Devices, launch } from "./browsers.ts";
import { pretend, pretended, watch, withoutDevices } from "./inject.ts";
import { type Colour, colourOf, type Look } from "./looks.ts";
import type { Network } from "./network.ts";
import { screensDir } from "./places.ts";
import { until } from "./until.ts";

export interface PersonOptions {
  readonly look: Look;
  readonly browser?: BrowserName;
  readonly devices?: Devices;
  /** See `BrowserOptions`. */
  readonly network?: Network;
  readonly behind?: boolean;
  readonly proxy?: string;
  /** The server's address: the only one the browser may talk to. */
  readonly url: string;
  /** Runs in the page before its own code; may take the browser something away. */
  readonly before?: () => void;
}

/** Anyone in front of a browser of their own. */
export class Person {
  readonly page: Page;
  readonly look: Look;
  readonly #browser: Browser;
  readonly #wrongs: string[] = [];

  protected constructor(browser: Browser, page: Page, look: Look) {
    this.#browser = browser;
    this.page = page;
    this.look = look;
  }

  protected static async sitDown(options: PersonOptions): Promise<[Browser, Page]> {
    const name = options.browser ?? "chromium";
    const browser = await launch({ ...options, browser: name });
    const page = (await browser.pages())[0] ?? (await browser.newPage());
    await page.setViewport({ width: 1280, height: 800 });
    await page.evaluateOnNewDocument(watch);
    if (name === "firefox") await page.evaluateOnNewDocument(pretend, pretended(options.look));
    if (options.devices === "missing") await page.evaluateOnNewDocument(withoutDevices);
    if (options.before) await page.evaluateOnNewDocument(options.before);
    return [browser, page];
  }

  /** Notes every request to another origin, every error the page reports, every fault it does not catch. */
  protected guard(url: string): void {
    const own = new URL(url).origin;
    this.page.on("request", (request) => {
      const to = request.url();
      if (!to.startsWith("data:") && !to.startsWith("blob:") && new URL(to).origin !== own) {
        this.#wrongs.push(`asked another origin: ${to}`);
      }
    });
    this.page.on("console", (message) => {
      if (message.type() === "error" && !isExpected(message.text())) this.#wrongs.push(`error: ${message.text()}`);
    });
    this.page.on("pageerror", (error) => this.#wrongs.push(`fault: ${String(error)}`));
  }

  /** What the browser should not have done so far. */
  async wrongs(): Promise<readonly string[]> {
    const violations = await this.page.evaluate(() => window.watched.violations);
    return [...this.#wrongs, ...violations.map((words) => `content security policy: ${words}`)];
  }

  async goTo(link: string): Promise<void> {
    await this.page.goto(link, { waitUntil: "domcontentloaded" });
  }

  async reload(): Promise<void> {
    await this.page.reload({ waitUntil: "domcontentloaded" });
  }

  /** Puts the whole browser to sleep, as a phone in a pocket does. */
  sleep(): void {
    this.#signal("SIGSTOP");
  }

  /** Wakes it up. */
  wake(): void {
    this.#signal("SIGCONT");
  }

  #signal(signal: NodeJS.Signals): void {
    const pid = this.#browser.process()?.pid;
    // A browser started by puppeteer leads a process group of its own.
    if (pid) process.kill(-pid, signal);
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  // ---- doing

  /** Presses the button with this name, once it can be pressed. */
  async press(name: string, limitMs = 30_000): Promise<void> {
    const pressing = this.page.locator(aria(name, "button")).setTimeout(limitMs).click();
    await pressing.catch((error: unknown) => this.#stuck(`pressing '${name}'`, error));
  }

  /** Types into the field with this name. */
  async type(name: string, text: string): Promise<void> {
    const typing = this.page.locator(aria(name, "textbox")).fill(text);
    await typing.catch((error: unknown) => this.#stuck(`typing into '${name}'`, error));
  }

  /** Writes a message in the chat, which stands open where there is room. */
  async write(text: string): Promise<void> {
    if (!(await this.has("Message", "textbox"))) await this.press("Chat");
    await this.type("Message", text);
    await this.press("Send");
  }

  /** Sends a file in the chat. */
  async attach(path: string): Promise<void> {
    if (!(await this.has("Message", "textbox"))) await this.press("Chat");
    const field = await until("a field for files", () => this.page.$("input[type=file]"));
    await (field as ElementHandle<HTMLInputElement>).uploadFile(path);
  }

  /** Chooses an option, by its text, in the list with this name. */
  async choose(name: string, option: string): Promise<void> {
    const list = await this.sees(name, "combobox");
    const value = await list.evaluate((node, wanted) => {
      const options = node instanceof HTMLSelectElement ? [...node.options] : [];
      return options.find((one) => one.text === wanted)?.value;
    }, option);
    if (value === undefined) throw new Error(`'${name}' has no '${option}'`);
    await list.select(value);
  }

  /** Keeps a picture of a page that does not do what it should, and says what it shows. */
  async #stuck(what: string, error: unknown): Promise<never> {
    const path = join(screensDir, `stuck-${Date.now()}.png`) as `${string}.png`;
    await this.page.screenshot({ path }).catch(() => undefined);
    throw new Error(`${what}: ${String(error)}; see ${path}; the page shows: ${await this.text().catch(() => "")}`);
  }

  // ---- seeing

  /** Whether the page shows these words. */
  async reads(words: string): Promise<boolean> {
    return (await this.text()).includes(words);
  }

  /** All words that the page shows. */
  async text(): Promise<string> {
    // biome-ignore lint/performance/useDomNodeTextContent: what is there and hidden does not count.
    return await this.page.evaluate(() => document.body.innerText);
  }

  /** Waits until the page shows these words. */
  async seesText(words: string, limitMs?: number): Promise<void> {
    const seeing = until(`the words '${words}'`, () => this.reads(words), limitMs);
    await seeing.catch((error: unknown) => this.#stuck("looking", error));
  }

  /** Waits until words are gone. */
  async seesNoMore(words: string, limitMs?: number): Promise<void> {
    const seeing = until(`no words '${words}'`, async () => !(await this.reads(words)), limitMs);
    await seeing.catch((error: unknown) => this.#stuck("looking", error));
  }

  /** Waits until there is an element with this name and role, and gives it. */
  async sees(name: string, role: string, limitMs?: number): Promise<ElementHandle> {
    const seeing = until(`${role} '${name}'`, () => this.page.$(aria(name, role)), limitMs);
    return await seeing.catch((error: unknown) => this.#stuck("looking", error));
  }

  /** Whether there is an element with this name and role. */
  async has(name: string, role: string): Promise<boolean> {
    return (await this.page.$(aria(name, role))) !== null;
  }

  /** Waits until the picture of a person arrives, moves, and has this colour. */
  async seesPicture(label: string, colour: Colour, limitMs?: number): Promise<void> {
    let last: unknown = "no picture";
    await until(
      `${colour} in '${label}'`,
      async () => {
        const pixel = await this.page.evaluate(middlePixel, label);
        last = pixel;
        return pixel !== null && colourOf(pixel) === colour;
      },
      limitMs,
    ).catch((error: unknown) => this.#stuck(`last seen ${JSON.stringify(last)}`, error));
    await until(`movement in '${label}'`, () => this.page.evaluate(twoFrames, label), limitMs);
  }

  /** Whether there is a picture of a person, with or without something in it. */
  async hasPictureOf(name: string): Promise<boolean> {
    return (await this.page.$(`video[aria-label="Video of ${name}"]`)) !== null;
  }

  /** Waits until a person's picture is no longer there. */
  async isGone(name: string, limitMs?: number): Promise<void> {
    await until(`no 'Video of ${name}'`, async () => !(await this.hasPictureOf(name)), limitMs);
  }

  /** The loudest frequency heard from a person in a second, in hertz; 0 in silence. */
  async strongestTone(label: string): Promise<number> {
    return await this.page.evaluate(strongestTone, label);
  }

  /** Waits until the tone of a look is heard from a person. */
  async hears(label: string, hz: number, limitMs?: number): Promise<void> {
    let last = 0;
    await until(
      `${hz} Hz from '${label}'`,
      async () => {
        last = await this.strongestTone(label);
        return Math.abs(last - hz) < 15;
      },
      limitMs,
    ).catch((error: unknown) => this.#stuck(`last heard ${last} Hz`, error));
  }

  /** The spoken code, once it is there. */
  async code(limitMs?: number): Promise<string> {
    return await until(
      "the spoken code",
      async () => {
        const element = await this.page.$("::-p-aria(Spoken code)");
        const text = (await element?.evaluate((node) => node.textContent)) ?? "";
        return /^\d{6}$/.test(text.trim()) && text.trim();
      },
      limitMs,
    );
  }

  /** Packets of media that all connections of this page sent and received so far. */
  async packets(): Promise<{ readonly sent: number; readonly received: number }> {
    return await this.page.evaluate(async () => {
      const sum = { sent: 0, received: 0 };
      for (const peer of window.watched.peers) {
        for (const report of (await peer.getStats()).values() as Iterable<Record<string, number | string>>) {
          if (report.type === "outbound-rtp") sum.sent += Number(report.packetsSent ?? 0);
          if (report.type === "inbound-rtp") sum.received += Number(report.packetsReceived ?? 0);
        }
      }
      return sum;
    });
  }
}

/** A selector by accessible name and role. */
export function aria(name: string, role: string): string {
  return `::-p-aria([name="${name}"][role="${role}"])`;
}

/** A page may report that the network is away while a test has taken it away. */
function isExpected(text: string): boolean {
  return /WebSocket connection to .* failed|ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|status of (401|403|404|409|410)/.test(
    text,
  );
}

// ---- what follows runs in the page

function middlePixel(label: string): [number, number, number] | null {
  const videos = [...document.querySelectorAll<HTMLVideoElement>("video")];
  const video = videos.find((element) => element.getAttribute("aria-label") === label);
  if (!video || video.readyState < 2 || video.videoWidth === 0) return null;
  const canvas = document.createElement("canvas");
  canvas.width = 8;
  canvas.height = 8;
  const context = canvas.getContext("2d");
  if (!context) return null;
  context.drawImage(video, 0, 0, 8, 8);
  const [r = 0, g = 0, b = 0] = context.getImageData(4, 5, 1, 1).data;
  return [r, g, b];
}

/** Whether two more frames are shown within a second. */
function twoFrames(label: string): Promise<boolean> {
  const videos = [...document.querySelectorAll<HTMLVideoElement>("video")];
  const video = videos.find((element) => element.getAttribute("aria-label") === label);
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), 1_000);
    video?.requestVideoFrameCallback(() => video.requestVideoFrameCallback(() => resolve(true)));
  });
}

/**
 * The loudest frequency of a second of sound, in hertz; 0 in silence.
 * Recorded and decoded instead of analysed live: where a machine has no speaker, Firefox's audio context never runs.
 */
async function strongestTone(label: string): Promise<number> {
  const videos = [...document.querySelectorAll<HTMLVideoElement>("video")];
  const stream = videos.find((element) => element.getAttribute("aria-label") === label)?.srcObject;
  if (!(stream instanceof MediaStream) || stream.getAudioTracks().length === 0) return 0;
  const recorder = new MediaRecorder(new MediaStream(stream.getAudioTracks()));
  const pieces: Blob[] = [];
  recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
  const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve));
  recorder.start();
  setTimeout(() => recorder.stop(), 1_200);
  await ended;
  const rate = 16_000;
  const decoder = new OfflineAudioContext(1, rate, rate);
  const sound = (await decoder.decodeAudioData(await new Blob(pieces).arrayBuffer())).getChannelData(0);

  // Goertzel's algorithm, over windows of an eighth of a second.
  const size = rate / 8;
  let best = { power: 0.5, hz: 0 };
  for (let begin = 0; begin + size <= sound.length; begin += size) {
    for (let hz = 200; hz <= 2_000; hz += 5) {
      const turn = 2 * Math.cos((2 * Math.PI * hz) / rate);
      let [last, before] = [0, 0];
      for (let i = begin; i < begin + size; i++) [last, before] = [(sound[i] ?? 0) + turn * last - before, last];
      const power = last * last + before * before - turn * last * before;
      if (power > best.power) best = { power, hz };
    }
  }
  return best.hz;
}
