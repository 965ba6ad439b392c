// A WebAssembly client that a test drives over standard input and output: one JSON line in, one JSON line out.
// In: {"call":name,"args":[…]}; out: {"value":…} or {"error":name}. Bytes are {"bytes":base64}.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const pkg = process.argv[2];
const { initSync, Seal } = await import(pathToFileURL(join(pkg, "seal.js")).href);
initSync({ module: readFileSync(join(pkg, "seal_bg.wasm")) });

const read = (value) => (value?.bytes === undefined ? value : new Uint8Array(Buffer.from(value.bytes, "base64")));
const write = (value) => (value instanceof Uint8Array ? { bytes: Buffer.from(value).toString("base64") } : value);

let seal = null;

function answer({ call, args }) {
  const values = args.map(read);
  if (call === "guest" || call === "desk") {
    seal = Seal[call](...values);
    return null;
  }
  return write(seal[call](...values)) ?? null;
}

for await (const line of createInterface({ input: process.stdin })) {
  let out;
  try {
    out = { value: answer(JSON.parse(line)) };
  } catch (error) {
    out = { error: error.name };
  }
  process.stdout.write(`${JSON.stringify(out)}\n`);
}
