// What sealing costs: frames, and coming into a group. The client's own WebAssembly, in Node.js, whose engine is Chromium's.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import init, { Seal } from "../../src/seal/pkg/seal.js";
import { Demo } from "../lib/demo.ts";
import { checkout } from "../lib/places.ts";
import { report, spread } from "../lib/results.ts";

const FRAMES = 2_000;
const GROUPS = 20;

const SIZES = [
  { bytes: 120, what: "sound" },
  { bytes: 1_200, what: "small" },
  { bytes: 25_000, what: "large" },
] as const;

/** Two sides of a visit that has no server. */
class Pair {
  readonly desk: Seal;
  readonly guest: Seal;
  readonly #place: { readonly seat: string; readonly role: "patient" };

  constructor(desk: Seal, info: { rootKey: string; certificate: { body: string; signature: string } }, visit: string) {
    const { token, fragment, invitation } = desk.invite(visit, "patient");
    const { seat, sealedSecret } = invitation;
    desk.openSecret(visit, seat, "patient", sealedSecret, Date.now());
    this.desk = desk;
    this.guest = Seal.guest(token, fragment);
    this.#place = { seat, role: "patient" };
    const claim = { rootKey: info.rootKey, host: info.certificate, visit, ...this.#place };
    this.guest.checkInvitation(claim, Date.now());
    desk.enter(visit, "host", 1, [], Date.now());
  }

  /** The guest comes into the group; milliseconds for the whole of it. */
  join(): number {
    const begin = performance.now();
    const keyPackage = this.guest.keyPackage();
    const { commit, welcome } = this.desk.admit(this.#place.seat, this.#place.role, keyPackage);
    this.desk.accepted(commit.generation, commit.epoch, Date.now());
    this.guest.join(1, welcome, Date.now());
    return performance.now() - begin;
  }
}

test("seal", async () => {
  await init({ module_or_path: readFileSync(join(checkout, "web/src/seal/pkg/seal_bg.wasm")) });
  await using demo = await Demo.start();
  const [path = "", fragment = ""] = demo.links.clinician.split("#");
  const token = path.split("/").at(-1) ?? "";
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${demo.url}/api/desk`, { method: "POST", headers, body: JSON.stringify({ token }) });
  const info = (await answer.json()) as DeskInfo;
  const { rootKey } = info.practice;

  const joins: number[] = [];
  let pair: Pair | undefined;
  for (let i = 0; i < GROUPS; i++) {
    const desk = Seal.desk(token, fragment);
    desk.openDesk({ rootKey, staff: info.staff, certificate: info.certificate, vault: info.vault }, Date.now());
    pair = new Pair(desk, { rootKey, certificate: info.certificate }, `visit${i}`);
    joins.push(pair.join());
  }
  report("MLS: key package, add, welcome, join", spread(joins, "ms", 1));

  for (const { bytes, what } of SIZES) {
    const frame = new Uint8Array(bytes).fill(7);
    const seals: number[] = [];
    const opens: number[] = [];
    for (let i = 0; i < FRAMES; i++) {
      const begin = performance.now();
      const sealed = pair?.desk.sealFrame("camera", frame);
      const middle = performance.now();
      if (!(sealed instanceof Uint8Array)) throw new Error(`not sealed: ${sealed}`);
      const opened = pair?.guest.openFrame("host", "camera", sealed, Date.now());
      if (!(opened instanceof Uint8Array)) throw new Error(`not opened: ${opened}`);
      seals.push(middle - begin);
      opens.push(performance.now() - middle);
    }
    report(`Seal a ${what} frame (${bytes} bytes)`, spread(seals, "ms", 3), bytes === 25_000 ? "0.3 ms" : "");
    report(`Open a ${what} frame (${bytes} bytes)`, spread(opens, "ms", 3));
  }
});

interface DeskInfo {
  readonly practice: { readonly rootKey: string };
  readonly staff: string;
  readonly certificate: { readonly body: string; readonly signature: string };
  readonly vault: string;
}
