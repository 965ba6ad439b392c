// Looks for texts in files, as whoever takes a disk would.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Every file below a directory that holds one of the markers, as text or as the bytes that base64url stands for. */
export function found(dir: string, markers: readonly string[]): string[] {
  const needles = markers.flatMap((marker) => {
    const isCode = /^[\w-]{21,}$/.test(marker);
    return [Buffer.from(marker), ...(isCode ? [Buffer.from(marker, "base64url").subarray(0, 15)] : [])];
  });
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const content = readFileSync(path);
      return needles.some((needle) => content.includes(needle));
    });
}
