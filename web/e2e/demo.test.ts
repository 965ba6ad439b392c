// The demonstration's command as a program uses it: one line, the ports that were chosen, and an end when it is interrupted.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkout, dataRoot, xtask } from "./lib/places.ts";
import { until } from "./lib/until.ts";

/** A port that nobody uses at this moment. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

test("the demonstration prints one line, keeps to its ports, and ends when it is interrupted", async () => {
  const [port, mediaPort] = [await freePort(), await freePort()];
  mkdirSync(dataRoot, { recursive: true });
  const dataDir = join(mkdtempSync(join(dataRoot, "json-")), "data");
  const args = ["demo", "--json", "--built", `--data-dir=${dataDir}`, `--port=${port}`, `--media-port=${mediaPort}`];
  const demo = spawn(xtask, args, { cwd: checkout, stdio: ["ignore", "pipe", "ignore"] });
  let out = "";
  demo.stdout?.on("data", (data: Buffer) => {
    out += data.toString();
  });
  await until("a line", () => out.includes("\n"));
  const said = JSON.parse(out) as Record<string, string | number>;
  expect(Object.keys(said).sort()).toEqual(["clinician", "companion", "data_dir", "patient", "pid", "url"]);
  expect(said.url).toBe(`http://localhost:${port}`);
  expect(said.data_dir).toBe(dataDir);
  for (const [link, path] of [
    [said.clinician, "/d/"],
    [said.patient, "/v/"],
    [said.companion, "/v/"],
  ]) {
    expect(link).toMatch(new RegExp(`^http://localhost:${port}${path}[\\w-]{22}#[\\w-]{48}$`));
  }
  expect((await fetch(`${said.url}/health`)).status).toBe(200);
  // Linux lists its sockets with their ports in hexadecimal.
  expect(readFileSync("/proc/net/udp", "utf8")).toContain(`:${mediaPort.toString(16).toUpperCase().padStart(4, "0")} `);

  // It accepts connections already, and says nothing more until it is told to end.
  demo.kill("SIGINT");
  const [status] = (await once(demo, "exit")) as [number | null];
  expect(status).toBe(0);
  expect(out.trimEnd().split("\n")).toHaveLength(1);
  await expect(fetch(`${said.url}/health`)).rejects.toThrow();
});
