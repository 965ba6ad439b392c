// A real practice, set up from nothing: `curtain serve` on an empty directory, with its set-up link.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { curtain, dataRoot } from "./places.ts";
import { until } from "./until.ts";

/** One server and its data. */
export class Practice {
  readonly dataDir: string;
  #child: ChildProcess | null = null;
  #url = "";
  #out = "";
  #log = "";

  private constructor() {
    mkdirSync(dataRoot, { recursive: true });
    this.dataDir = join(mkdtempSync(join(dataRoot, "practice-")), "data");
  }

  /** Starts one that nobody has set up; resolves once it accepts connections. */
  static async start(): Promise<Practice> {
    const practice = new Practice();
    await practice.serve();
    return practice;
  }

  /** Starts the server, on the port it had if it ran before. */
  async serve(): Promise<void> {
    const port = this.#url === "" ? "0" : new URL(this.#url).port;
    const args = ["serve", `--listen=127.0.0.1:${port}`, "--media=127.0.0.1:0", `--data-dir=${this.dataDir}`];
    this.#out = "";
    const child = spawn(curtain, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    child.stdout?.on("data", (data: Buffer) => {
      this.#out += data.toString();
    });
    child.stderr?.on("data", (data: Buffer) => {
      this.#log += data.toString();
    });
    const line = await until("the server's first line", () => {
      if (child.exitCode !== null) throw new Error(`the server ended: ${this.#log}`);
      return this.#out.includes("\n") && this.#out.slice(0, this.#out.indexOf("\n"));
    });
    this.#url = (JSON.parse(line) as { url: string }).url;
  }

  get url(): string {
    return this.#url;
  }

  /** The server's process. */
  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error("the server does not run");
    return pid;
  }

  /** All that it wrote to its log. */
  get log(): string {
    return this.#log;
  }

  /** The lines on standard output that hold a set-up link. */
  setupLines(): readonly string[] {
    return this.#out.split("\n").filter((line) => line.startsWith("setup: "));
  }

  /** The set-up link. */
  async setupLink(): Promise<string> {
    const [line] = await until("the set-up link", () => this.setupLines().length > 0 && this.setupLines());
    return (line ?? "").slice("setup: ".length).trim();
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child?.exitCode !== null || child === null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
