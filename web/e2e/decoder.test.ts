// What the relay holds in the clear of DTLS is nothing to a decoder: a third person of the visit, a native client, keeps what is
// forwarded to it, as it came and as it opens with its keys, and both are handed to ffmpeg. The opened files are the control.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { checkout, dataRoot, xtask } from "./lib/places.ts";
import { CLINICIAN, Visit } from "./lib/visit.ts";

/** The native client, as built beside the project's command. */
const sim = process.env.SIM ?? join(dirname(xtask), "curtain-sim");

const SECONDS = 12;
const RATE = 48_000;
/** A tenth of a second: short enough to lie within a word, long enough to tell a tone from its neighbours. */
const WINDOW = RATE / 10;

/** What the native client says. */
interface Heard {
  readonly code: string | null;
  readonly tracks: readonly Track[];
}

interface Track {
  readonly role: "clinician" | "patient" | "companion";
  readonly kind: "microphone" | "camera" | "screen";
  readonly packets: number;
  readonly frames: number;
  readonly opened: number;
  readonly sealedFile: string;
  readonly openedFile: string;
}

beforeAll(() => {
  if (process.env.XTASK || process.env.SIM) return;
  const { status } = spawnSync("cargo", ["build", "--package=sim"], { cwd: checkout, stdio: "inherit" });
  if (status !== 0) throw new Error("the native client does not build");
}, 1_200_000);

test("a decoder makes nothing of what the relay forwards, and everything of what its people open", async () => {
  await using visit = await Visit.begin();
  const { clinician, patient } = await visit.underWay("Ann");
  await patient.seesPicture(`Video of ${CLINICIAN}`, "red");
  const listening = listen(visit.demo.links.companion, "Nia");
  await clinician.admit("Nia");
  await clinician.seesText("Camera is off");
  const code = await clinician.code();
  expect(await patient.code()).toBe(code);
  const { tracks, ...heard } = await listening;
  expect(heard.code, "a native client and two browsers are in one group").toBe(code);

  const talking = { clinician: clinician.look.hz, patient: patient.look.hz };
  for (const [role, hz] of Object.entries(talking)) {
    const camera = only(tracks, role, "camera");
    expect(camera.opened, `${role}: frames that opened`).toBeGreaterThan(camera.frames * 0.9);
    expect(pictures(camera.openedFile), `${role}: the control, decoded`).toBeGreaterThan(100);
    expect(camera.frames, `${role}: frames as the relay holds them`).toBeGreaterThan(100);
    expect(pictures(camera.sealedFile), `${role}: pictures out of sealed frames`).toBe(0);

    const microphone = only(tracks, role, "microphone");
    expect(microphone.opened, `${role}: sounds that opened`).toBeGreaterThan(microphone.frames * 0.9);
    expect(toneShare(microphone.openedFile, hz), `${role}: the control, heard`).toBeGreaterThan(0.3);
    expect(microphone.frames, `${role}: sounds as the relay holds them`).toBeGreaterThan(300);
    // Almost any bytes are an Opus packet (RFC 6716 §3.4), so sealed ones may "decode": into noise, in which the tone is not.
    expect(toneShare(microphone.sealedFile, hz), `${role}: the tone in sealed sounds`).toBeLessThan(0.02);
  }
});

/** Sends the native client into the visit; resolves with what it kept once it has listened long enough and left. */
async function listen(link: string, name: string): Promise<Heard> {
  mkdirSync(dataRoot, { recursive: true });
  const out = mkdtempSync(join(dataRoot, "heard-"));
  const args = ["listen", `--link=${link}`, `--name=${name}`, `--seconds=${SECONDS}`, `--out=${out}`];
  const child = spawn(sim, args, { stdio: ["ignore", "pipe", "pipe"] });
  const [said, complained] = [text(child.stdout), text(child.stderr)];
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`the native client failed: ${await complained}`);
  return JSON.parse(await said) as Heard;
}

async function text(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString();
}

function only(tracks: readonly Track[], role: string, kind: string): Track {
  const found = tracks.filter((track) => track.role === role && track.kind === kind);
  expect(found, `one ${kind} of the ${role}`).toHaveLength(1);
  return found[0] as Track;
}

/** How many pictures ffmpeg decodes: one line with a digest for each. */
function pictures(file: string): number {
  const digests = ffmpeg("-i", file, "-an", "-fps_mode", "passthrough", "-f", "framemd5", "-").toString();
  return digests.split("\n").filter((line) => line !== "" && !line.startsWith("#")).length;
}

/** In which share of the time most of what ffmpeg hears is this tone. */
function toneShare(file: string, hz: number): number {
  const bytes = ffmpeg("-i", file, "-vn", "-f", "f32le", "-ac", "1", "-ar", String(RATE), "-");
  const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.length & ~3)));
  let [windows, tones] = [0, 0];
  for (let begin = 0; begin + WINDOW <= samples.length; begin += WINDOW) {
    windows += 1;
    if (shareOf(hz, samples.subarray(begin, begin + WINDOW)) > 0.5) tones += 1;
  }
  return windows === 0 ? 0 : tones / windows;
}

/** The share of a window's energy that is at a frequency, 0 to 1 (Goertzel, Hann window). */
function shareOf(hz: number, window: Float32Array): number {
  let [energy, real, imaginary] = [0, 0, 0];
  window.forEach((sample, at) => {
    const value = sample * (0.5 - 0.5 * Math.cos((2 * Math.PI * at) / window.length));
    energy += value * value;
    real += value * Math.cos((2 * Math.PI * hz * at) / RATE);
    imaginary += value * Math.sin((2 * Math.PI * hz * at) / RATE);
  });
  // A pure tone through a Hann window reaches 2/3 of N/2 times its energy.
  return energy < 1e-6 ? 0 : ((real ** 2 + imaginary ** 2) / ((window.length / 2) * energy)) * 1.5;
}

/** Runs ffmpeg on what may be no media at all: that it complains is no failure, that it is not there is one. */
function ffmpeg(...args: string[]): Buffer {
  const options = ["-nostdin", "-hide_banner", "-loglevel", "quiet"];
  const { stdout, error } = spawnSync("ffmpeg", [...options, ...args], { maxBuffer: 256 * 1024 * 1024 });
  if (error) throw new Error("the test needs ffmpeg", { cause: error });
  return stdout;
}
