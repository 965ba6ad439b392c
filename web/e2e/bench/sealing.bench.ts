// What sealing costs in a Chromium's worker: frames of the usual sizes, and a patient's way into the group. The WebAssembly is the product's.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { test } from "vitest";
import { launch } from "../lib/browsers.ts";
import { Demo } from "../lib/demo.ts";
import { looks } from "../lib/looks.ts";
import { checkout } from "../lib/places.ts";
import { RUNS, report } from "./report.ts";

const pkg = join(checkout, "web/src/seal/pkg");

/** What the worker answers: microseconds per frame by size, milliseconds per joining. */
interface Costs {
  readonly seal: Readonly<Record<string, number[]>>;
  readonly join: readonly number[];
}

/** The worker: a desk and its guests, who never meet a server. Frames are sealed by the hundred, since a page's clock is coarse. */
const WORKER = `
import init, { Seal } from "/seal.js";
onmessage = ({ data }) => measure(data).then(postMessage, (error) => postMessage({ error: String(error) }));
async function measure({ token, fragment, info, runs }) {
  await init({ module_or_path: "/seal_bg.wasm" });
  const now = Date.now();
  const desk = Seal.desk(token, fragment);
  const { rootKey } = info.practice;
  desk.openDesk({ rootKey, staff: info.staff, certificate: info.certificate, vault: info.vault }, now);
  desk.enter("bench", "host", 1, [], now);
  const seal = {};
  for (const [kind, size] of [["microphone", 120], ["camera", 1200], ["camera", 25000]]) {
    const frame = crypto.getRandomValues(new Uint8Array(size));
    seal[size] = [];
    for (let run = -1; run < runs; run++) {
      const begin = performance.now();
      for (let i = 0; i < 100; i++) desk.sealFrame(kind, frame);
      if (run >= 0) seal[size].push((performance.now() - begin) * 10);
    }
  }
  const join = [];
  for (let run = 0; run < runs; run++) {
    const { token, fragment, invitation } = desk.invite("bench", "patient");
    const { seat, role } = invitation;
    desk.openSecret("bench", seat, role, invitation.sealedSecret, now);
    const guest = Seal.guest(token, fragment);
    guest.checkInvitation({ rootKey, host: info.certificate, visit: "bench", seat, role }, now);
    const keyPackage = guest.keyPackage();
    const begin = performance.now();
    const { commit, welcome } = desk.admit(seat, role, keyPackage);
    desk.accepted(commit.generation, commit.epoch, now);
    guest.join(commit.generation, welcome, now);
    join.push(performance.now() - begin);
    const { generation, epoch } = desk.remove(seat);
    desk.accepted(generation, epoch, now);
  }
  return { seal, join };
}`;

test("sealing", async () => {
  await using demo = await Demo.start();
  const [address = "", fragment = ""] = demo.links.clinician.split("#");
  const token = address.split("/").at(-1) ?? "";
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${demo.url}/api/desk`, { method: "POST", headers, body: JSON.stringify({ token }) });
  const question = { token, fragment, info: await answer.json(), runs: RUNS };

  const server = createServer((request, response) => {
    const files: Record<string, () => [string, string | Buffer]> = {
      "/": () => ["text/html", "<!doctype html><title>Sealing</title>"],
      "/worker.js": () => ["text/javascript", WORKER],
      "/seal.js": () => ["text/javascript", readFileSync(join(pkg, "seal.js"))],
      "/seal_bg.wasm": () => ["application/wasm", readFileSync(join(pkg, "seal_bg.wasm"))],
    };
    const file = files[request.url ?? ""];
    const [type, body] = file?.() ?? ["text/plain", ""];
    response.writeHead(file ? 200 : 404, { "content-type": type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await launch({ browser: "chromium", look: looks.red });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const costs: Costs = await page.evaluate(ask, question);
    for (const [size, values] of Object.entries(costs.seal)) report(`seal ${size}`, values);
    report("group join", costs.join);
  } finally {
    await browser.close();
    server.close();
  }
});

/** Runs in the page: starts the worker and waits for its answer. */
function ask(question: unknown): Promise<Costs> {
  const worker = new Worker("/worker.js", { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Costs & { error?: string }>) =>
      data.error ? reject(new Error(data.error)) : resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(question);
  });
}
