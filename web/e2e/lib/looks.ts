// How people look and sound: each has a colour and a tone of their own, so that a test knows whom it sees and hears.

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fakesDir } from "./places.ts";

export type Colour = "red" | "green" | "blue" | "yellow";

/** A person's picture and sound. */
export interface Look {
  readonly colour: Colour;
  readonly hz: number;
}

export const looks = {
  red: { colour: "red", hz: 440 },
  green: { colour: "green", hz: 660 },
  blue: { colour: "blue", hz: 990 },
  yellow: { colour: "yellow", hz: 1485 },
} as const satisfies Record<Colour, Look>;

/** The colours as red, green and blue, 0 to 255. */
export const rgb: Readonly<Record<Colour, readonly [number, number, number]>> = {
  red: [200, 30, 30],
  green: [30, 160, 40],
  blue: [30, 60, 200],
  yellow: [210, 190, 20],
};

export const WIDTH = 640;
export const HEIGHT = 480;
const FRAMES = 20;
const RATE = 48_000;

/** Speech comes in words, and noise suppression takes a tone without a pause for noise: so each tone has pauses. */
const SOUND_MS = 400;
const PAUSE_MS = 100;

/** A file that Chromium plays as a camera: the colour, with a grey square that wanders along the upper edge. */
export function cameraFile(look: Look): string {
  const path = join(fakesDir, `${look.colour}.y4m`);
  if (existsSync(path)) return path;
  const [y, u, v] = yuv(rgb[look.colour]);
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F20:1 Ip A1:1 C420jpeg\n`);
  const parts = [head];
  for (let frame = 0; frame < FRAMES; frame++) {
    const luma = Buffer.alloc(WIDTH * HEIGHT, y);
    const left = (frame * WIDTH) / FRAMES;
    for (let row = 0; row < 32; row++) luma.fill(128, row * WIDTH + left, row * WIDTH + left + 32);
    const quarter = (WIDTH * HEIGHT) / 4;
    parts.push(Buffer.from("FRAME\n"), luma, Buffer.alloc(quarter, u), Buffer.alloc(quarter, v));
  }
  return save(path, Buffer.concat(parts));
}

/** A file that Chromium plays as a microphone: the tone, two seconds of it, then over again. */
export function microphoneFile(look: Look): string {
  const path = join(fakesDir, `${look.hz}.wav`);
  if (existsSync(path)) return path;
  const samples = RATE * 2;
  const data = Buffer.alloc(44 + samples * 2);
  data.write("RIFF", 0);
  data.writeUInt32LE(36 + samples * 2, 4);
  data.write("WAVEfmt ", 8);
  data.writeUInt32LE(16, 16);
  data.writeUInt16LE(1, 20);
  data.writeUInt16LE(1, 22);
  data.writeUInt32LE(RATE, 24);
  data.writeUInt32LE(RATE * 2, 28);
  data.writeUInt16LE(2, 32);
  data.writeUInt16LE(16, 34);
  data.write("data", 36);
  data.writeUInt32LE(samples * 2, 40);
  const period = ((SOUND_MS + PAUSE_MS) * RATE) / 1000;
  for (let i = 0; i < samples; i++) {
    const sounding = i % period < (SOUND_MS * RATE) / 1000;
    const value = sounding ? Math.sin((2 * Math.PI * look.hz * i) / RATE) * 12_000 : 0;
    data.writeInt16LE(Math.round(value), 44 + i * 2);
  }
  return save(path, data);
}

function save(path: string, data: Buffer): string {
  mkdirSync(fakesDir, { recursive: true });
  writeFileSync(path, data);
  return path;
}

/** Full-range BT.601, as JPEG has it. */
function yuv([r, g, b]: readonly [number, number, number]): [number, number, number] {
  const y = 0.299 * r + 0.587 * g + 0.114 * b;
  return [Math.round(y), Math.round(128 + (b - y) * 0.564), Math.round(128 + (r - y) * 0.713)];
}

/** The colour that a pixel comes closest to, or null if it is none of ours. */
export function colourOf(pixel: readonly [number, number, number]): Colour | null {
  const distance = (colour: Colour) => Math.hypot(...rgb[colour].map((part, i) => part - (pixel[i] ?? 0)));
  const [nearest] = (Object.keys(rgb) as Colour[]).sort((a, b) => distance(a) - distance(b));
  return nearest && distance(nearest) < 80 ? nearest : null;
}
