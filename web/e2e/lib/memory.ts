// Looks for texts in what a process holds in memory, which is what a core dump of it would hold. Linux only.

import { closeSync, openSync, readFileSync, readSync } from "node:fs";

/** How much is read at once, in bytes; a text that lies across two pieces is found because they overlap. */
const PIECE = 4 * 1024 * 1024;

/** Those of the texts that are in the memory that a process may write to. */
export function inMemory(pid: number, texts: readonly string[]): string[] {
  const needles = texts.map((text) => ({ text, bytes: Buffer.from(text) }));
  const overlap = Math.max(...needles.map((needle) => needle.bytes.length));
  const seen = new Set<string>();
  const piece = Buffer.alloc(PIECE);
  const memory = openSync(`/proc/${pid}/mem`, "r");
  for (const [begin, end] of regions(readFileSync(`/proc/${pid}/maps`, "utf8"))) {
    for (let at = begin; at < end; at += BigInt(PIECE - overlap)) {
      const wanted = end - at < BigInt(PIECE) ? Number(end - at) : PIECE;
      const read = readSync(memory, piece, 0, wanted, at);
      const content = piece.subarray(0, read);
      for (const { text, bytes } of needles) if (content.includes(bytes)) seen.add(text);
    }
  }
  closeSync(memory);
  return [...seen];
}

/** The writable regions, as `/proc/…/maps` lists them. */
function regions(maps: string): [bigint, bigint][] {
  return maps.split("\n").flatMap((line): [bigint, bigint][] => {
    const [, begin, end] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
    return begin && end ? [[BigInt(`0x${begin}`), BigInt(`0x${end}`)]] : [];
  });
}
