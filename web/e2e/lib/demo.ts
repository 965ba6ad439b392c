// A running demonstration: the server with its practice, its links, and what may be done to it.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { MEDIA_PORT, type Network } from "./network.ts";
import { checkout, curtain, dataRoot, xtask } from "./places.ts";
import { until } from "./until.ts";

interface Started {
  readonly url: string;
  readonly clinician: string;
  readonly patient: string;
  readonly companion: string;
  readonly data_dir: string;
  readonly pid: number;
}

export interface DemoOptions {
  readonly dataDir?: string;
  readonly port?: number;
  readonly mediaPort?: number;
  readonly capacity?: number;
  /** Serves at this end of a network, under TLS. */
  readonly network?: Network;
}

/** One demonstration, from its start to its end. */
export class Demo {
  readonly #child: ChildProcess;
  readonly #started: Started;
  readonly #said: string[];
  #ended = false;
  #revived: ChildProcess | null = null;

  private constructor(child: ChildProcess, started: Started, said: string[]) {
    this.#child = child;
    this.#started = started;
    this.#said = said;
    child.once("exit", () => {
      this.#ended = true;
    });
  }

  /** Starts one; resolves once it accepts connections. */
  static async start(options: DemoOptions = {}): Promise<Demo> {
    mkdirSync(dataRoot, { recursive: true });
    const dataDir = options.dataDir ?? mkdtempSync(join(dataRoot, "data-"));
    const args = [
      "demo",
      "--json",
      "--built",
      `--data-dir=${dataDir}`,
      `--port=${options.port ?? (options.network ? 443 : 0)}`,
    ];
    args.push(
      `--media-port=${options.mediaPort ?? (options.network ? MEDIA_PORT : 0)}`,
      `--capacity=${options.capacity ?? 6}`,
    );
    const { network } = options;
    if (network) args.push(`--address=${network.here}`, `--url=${network.url}`);
    if (network) args.push(`--certificate=${network.certificate}`, `--certificate-key=${network.key}`);
    const child = spawn(xtask, args, { cwd: checkout, stdio: ["ignore", "pipe", "pipe"] });
    const said: string[] = [];
    let out = "";
    child.stdout?.on("data", (data: Buffer) => {
      out += data.toString();
    });
    child.stderr?.on("data", (data: Buffer) => said.push(data.toString()));
    const line = await until("the demonstration's line", () => {
      if (child.exitCode !== null) throw new Error(`the demonstration ended: ${said.join("")}`);
      return out.includes("\n") && out.slice(0, out.indexOf("\n"));
    });
    return new Demo(child, JSON.parse(line) as Started, said);
  }

  get url(): string {
    return this.#started.url;
  }

  get links(): { readonly clinician: string; readonly patient: string; readonly companion: string } {
    return this.#started;
  }

  get dataDir(): string {
    return this.#started.data_dir;
  }

  /** The server's process. */
  get pid(): number {
    return this.#started.pid;
  }

  /** All that it wrote to its log. */
  get log(): string {
    return this.#said.join("");
  }

  /** Stops the server's clockwork: to the outside, its network is gone. */
  freeze(): void {
    process.kill(this.pid, "SIGSTOP");
  }

  /** Lets it go on. */
  thaw(): void {
    process.kill(this.pid, "SIGCONT");
  }

  /** Takes the server away without a word, as a loss of power does. */
  async kill(): Promise<void> {
    process.kill(this.pid, "SIGKILL");
    await this.#exit();
  }

  /** Asks it to end, and waits. */
  async stop(): Promise<void> {
    if (this.#revived?.exitCode === null) {
      this.#revived.kill("SIGTERM");
      await once(this.#revived, "exit");
    }
    if (this.#ended) return;
    this.#child.kill("SIGTERM");
    await this.#exit();
  }

  /** Starts the server again after `kill`, on the same port and with what it had written down. */
  async revive(): Promise<void> {
    const args = ["serve", `--listen=127.0.0.1:${new URL(this.url).port}`, "--media=127.0.0.1:0"];
    const child = spawn(curtain, [...args, `--data-dir=${this.dataDir}`], { stdio: ["ignore", "pipe", "pipe"] });
    child.stderr?.on("data", (data: Buffer) => this.#said.push(data.toString()));
    let ready = false;
    child.stdout?.once("data", () => {
      ready = true;
    });
    await until("the server's first word", () => {
      if (child.exitCode !== null) throw new Error(`the server ended: ${this.log}`);
      return ready;
    });
    this.#revived = child;
  }

  async #exit(): Promise<void> {
    if (!this.#ended) await once(this.#child, "exit");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
