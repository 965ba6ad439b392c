// Files in the chat: cut into parts on the way out, put together and compared with their hash on the way in. Nothing is stored.

import { fromBase64Url, toBase64Url } from "../wire/bytes.ts";
import { type FileOffer, PART_BYTES } from "./said.ts";

/** Parts on their way at once: enough to fill a fast line, few enough that speech does not wait behind them. */
const WINDOW = 4;
/** Files that one person may have on the way to us at once. */
const OPEN_PER_PERSON = 3;
/** And all people together: each is held in memory. */
const OPEN_IN_ALL = 8;

export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** Sends all parts of a file that is not empty, a few at a time. `post` calls back once the server has a part. False if one could not be sent. */
export function sendParts(
  id: string,
  bytes: Uint8Array,
  post: (message: object, outcome: { taken: () => void; failed: () => void }) => void,
  progress: (share: number) => void,
): Promise<boolean> {
  const parts = Math.ceil(bytes.length / PART_BYTES);
  return new Promise((resolve) => {
    let next = 0;
    let done = 0;
    const more = () => {
      if (next >= parts) return;
      const index = next;
      next += 1;
      const data = toBase64Url(bytes.subarray(index * PART_BYTES, (index + 1) * PART_BYTES));
      post(
        { type: "part", id, index, data },
        {
          taken: () => {
            done += 1;
            progress(done / parts);
            if (done === parts) resolve(true);
            else more();
          },
          failed: () => {
            next = parts;
            resolve(false);
          },
        },
      );
    };
    for (let started = 0; started < WINDOW; started += 1) more();
  });
}

export type PartOutcome =
  | { readonly state: "none" } // nobody announced such a file
  | { readonly state: "partly"; readonly progress: number }
  | { readonly state: "complete"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly state: "broken" };

interface Incoming {
  readonly offer: FileOffer;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly missing: Set<number>;
}

/** The files on their way to us. */
export class IncomingFiles {
  private readonly open = new Map<string, Incoming>();

  /** False if there are too many on the way already. */
  announce(seat: string, offer: FileOffer): boolean {
    const prefix = `${seat} `;
    const count = [...this.open.keys()].filter((key) => key.startsWith(prefix)).length;
    if (count >= OPEN_PER_PERSON || this.open.size >= OPEN_IN_ALL || this.open.has(prefix + offer.id)) return false;
    const missing = new Set(Array.from({ length: offer.parts }, (_, index) => index));
    this.open.set(prefix + offer.id, { offer, bytes: new Uint8Array(offer.size), missing });
    return true;
  }

  async part(seat: string, id: string, index: number, data: string): Promise<PartOutcome> {
    const key = `${seat} ${id}`;
    const incoming = this.open.get(key);
    if (!incoming) return { state: "none" };
    const { offer, bytes, missing } = incoming;
    const part = fromBase64Url(data);
    const expected = Math.min(PART_BYTES, offer.size - index * PART_BYTES);
    if (!part || index >= offer.parts || part.length !== expected) return this.drop(key);
    // A part may come twice, when the group was replaced while it was on its way.
    if (missing.delete(index)) bytes.set(part, index * PART_BYTES);
    if (missing.size > 0) return { state: "partly", progress: 1 - missing.size / offer.parts };
    this.open.delete(key);
    return (await sha256(bytes)) === offer.sha256 ? { state: "complete", bytes } : { state: "broken" };
  }

  /** What was on its way from someone who is gone will not come any more; their ids. */
  gone(seat: string): string[] {
    const keys = [...this.open.keys()].filter((key) => key.startsWith(`${seat} `));
    for (const key of keys) this.open.delete(key);
    return keys.map((key) => key.slice(seat.length + 1));
  }

  private drop(key: string): PartOutcome {
    this.open.delete(key);
    return { state: "broken" };
  }
}
