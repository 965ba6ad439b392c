// Watches what a process writes, through strace: to which files, how much. Linux only.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { until } from "./until.ts";

/** Bytes written per kind of destination. */
export interface Written {
  /** Regular files by path. */
  readonly files: ReadonlyMap<string, number>;
  /** Datagrams and streams. */
  readonly sockets: number;
}

/** A running observation. */
export class Trace {
  readonly #strace: ChildProcess;
  #said = "";

  private constructor(strace: ChildProcess) {
    this.#strace = strace;
    strace.stderr?.on("data", (data: Buffer) => {
      this.#said += data.toString();
    });
  }

  /** Attaches to a process and all its threads. */
  static async on(pid: number): Promise<Trace> {
    const calls = "trace=write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,sendmmsg,sendfile,copy_file_range,mmap";
    const args = ["-f", "-y", "-s", "0", "-e", calls, "-e", "signal=none", "-p", String(pid)];
    const trace = new Trace(spawn("strace", args, { stdio: ["ignore", "ignore", "pipe"] }));
    await until("strace attached", () => trace.#said.includes("attached"));
    return trace;
  }

  /** Ends the observation and sums up. */
  async end(): Promise<Written> {
    this.#strace.kill("SIGINT");
    await once(this.#strace, "exit");
    return sum(this.#said);
  }
}

/** Each call on a line of its own: one that another thread's call interrupts comes as `[pid 12] write(7</data/log>, <unfinished ...>` and `[pid 12] <... write resumed>""..., 120) = 120`. */
function* calls(said: string): Generator<string> {
  const begun = new Map<string, string>();
  for (const line of said.split("\n")) {
    const pid = /^\[pid +(\d+)\]/.exec(line)?.[1] ?? "";
    const [, first] = /^(.*)<unfinished \.\.\.>$/.exec(line) ?? [];
    const [, rest] = /<\.\.\. \w+ resumed>(.*)$/.exec(line) ?? [];
    if (first !== undefined) begun.set(pid, first);
    else if (rest !== undefined) yield (begun.get(pid) ?? "") + rest;
    else yield line;
  }
}

/** Reads lines such as `[pid 12] write(7</data/log>, ""..., 120) = 120`. */
export function sum(said: string): Written {
  const files = new Map<string, number>();
  let sockets = 0;
  for (const line of calls(said)) {
    const call = /(\w+)\((?:.*?)\d+<([^>]*)>/.exec(line);
    const result = /= (\d+)/.exec(line);
    if (!call || !result) continue;
    const [, name, path = ""] = call;
    const bytes = Number(result[1]);
    if (name === "mmap") {
      // A file mapped for writing by all would escape the other calls.
      if (line.includes("PROT_WRITE") && line.includes("MAP_SHARED")) files.set(path, (files.get(path) ?? 0) + 1);
    } else if (/^(socket|UDP|TCP|UNIX)/.test(path) || name?.startsWith("send")) sockets += bytes;
    else if (path.startsWith("/")) files.set(path, (files.get(path) ?? 0) + bytes);
  }
  return { files, sockets };
}
