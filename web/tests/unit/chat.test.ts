// Chat and files: what is shown when, and what of a careless or hostile member's words is believed.

import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { Chat } from "../../src/call/chat.ts";
import type { Post } from "../../src/call/group.ts";
import { cleanName, PART_BYTES, parseSaid } from "../../src/call/said.ts";
import type { ChatLine } from "../../src/call/view.ts";
import { until } from "./hands/clock.ts";

interface Posted {
  readonly message: Record<string, unknown>;
  readonly post: Post | undefined;
}

let posted: Posted[];
let saved: { name: string; bytes: Uint8Array }[];
let chat: Chat;

beforeEach(() => {
  posted = [];
  saved = [];
  let ids = 0;
  chat = new Chat({
    post: (message, post) => posted.push({ message: message as Record<string, unknown>, post }),
    sender: (seat) => ({ from: `name of ${seat}`, role: null }),
    now: () => 1_000,
    newId: () => {
      ids += 1;
      return `id${ids}`;
    },
    save: (name, bytes) => saved.push({ name, bytes }),
  });
});

const line = (index = 0): ChatLine => {
  const found = chat.lines.value[index];
  if (!found) throw new Error("no such line");
  return found;
};

/** Says what `parseSaid` would let through. */
function hear(message: { type: string; [key: string]: unknown }): void {
  const heard = parseSaid(message);
  if (heard?.type === "chat" || heard?.type === "file" || heard?.type === "part") chat.hear("ann", heard);
}

describe("a line", () => {
  it("is being sent until the server has it", () => {
    chat.send("  Good morning  ");
    expect(line()).toMatchObject({ mine: true, text: "Good morning", state: "sending" });
    posted[0]?.post?.taken?.();
    expect(line().state).toBe("sent");
  });

  it("says when it did not get through", () => {
    chat.send("Good morning");
    posted[0]?.post?.failed?.();
    expect(line().state).toBe("failed");
  });

  it("of nothing is not sent", () => {
    chat.send("   ");
    expect(posted).toEqual([]);
  });

  it("of another person is unread until read, and comes once", () => {
    hear({ type: "chat", id: "a", text: "Hello", at: 5 });
    hear({ type: "chat", id: "a", text: "Hello", at: 5 });
    expect(chat.lines.value.length).toBe(1);
    expect(line()).toMatchObject({ from: "name of ann", mine: false, text: "Hello", at: new Date(1_000) });
    expect(chat.unread.value).toBe(1);
    chat.read();
    expect(chat.unread.value).toBe(0);
  });

  it("cannot replace one's own by taking its identifier", () => {
    chat.send("mine");
    hear({ type: "chat", id: "id1", text: "theirs", at: 5 });
    expect(chat.lines.value.map(({ text }) => text)).toEqual(["mine", "theirs"]);
  });
});

describe("a file", () => {
  const bytes = new Uint8Array(2.5 * PART_BYTES).map((_, index) => index % 251);
  const hash = createHash("sha256").update(bytes).digest("base64url");

  it("is sent in parts, a few at a time, and arrives as it was", async () => {
    const file = new File([bytes], "letter.pdf", { type: "application/pdf" });
    void chat.sendFile(file);
    await until(() => posted.length === 4);
    expect(posted[0]?.message).toEqual({
      type: "file",
      id: "id1",
      name: "letter.pdf",
      mediaType: "application/pdf",
      size: bytes.length,
      sha256: hash,
      parts: 3,
    });
    posted[1]?.post?.taken?.();
    expect(line().file?.progress).toBeCloseTo(1 / 3);
    expect(line().state).toBe("sending");
    posted[2]?.post?.taken?.();
    posted[3]?.post?.taken?.();
    await until(() => line().state === "sent");

    hear(posted[0]?.message as { type: string });
    for (const index of [1, 1, 2, 3]) hear(posted[index]?.message as { type: string });
    hear(posted[1]?.message as { type: string });
    await until(() => line(1).file?.save !== null);
    expect(line(1).file).toMatchObject({ name: "letter.pdf", progress: 1, failed: false });
    line(1).file?.save?.();
    expect(saved.map(({ name }) => name)).toEqual(["letter.pdf"]);
    expect(Buffer.compare(saved[0]?.bytes ?? new Uint8Array(), bytes)).toBe(0);
    expect(posted.at(-1)?.message).toEqual({ type: "received", id: "id1" });
  });

  it("keeps no more than a few parts under way", async () => {
    void chat.sendFile(new File([new Uint8Array(20 * PART_BYTES)], "large"));
    await until(() => posted.length === 5);
    posted[1]?.post?.taken?.();
    expect(posted.length).toBe(6);
  });

  it("that is too large is not sent", async () => {
    await chat.sendFile(new File([new Uint8Array(20 * 1024 * 1024 + 1)], "huge"));
    expect(posted).toEqual([]);
    expect(line()).toMatchObject({ state: "failed", file: { failed: true } });
  });

  it("of which a part is lost has failed", async () => {
    void chat.sendFile(new File([bytes], "letter.pdf"));
    await until(() => posted.length === 4);
    posted[1]?.post?.failed?.();
    await until(() => line().state === "failed");
  });

  const announce = { type: "file", id: "f", name: "x", mediaType: "", size: 3, sha256: hash, parts: 1 } as const;

  it("whose hash differs is not offered for saving", async () => {
    hear(announce);
    hear({ type: "part", id: "f", index: 0, data: "AAAA" });
    await until(() => line().file?.failed === true);
    expect(line().file?.save).toBeNull();
  });

  it.each([
    ["a part too many", { index: 1, data: "AAAA" }],
    ["a part too long", { index: 0, data: "AAAAAAAA" }],
    ["a part that is not base64url", { index: 0, data: "=" }],
  ])("with %s has failed", async (_, part) => {
    hear(announce);
    hear({ type: "part", id: "f", ...part });
    await until(() => line().file?.failed === true);
  });

  it("does not fill the memory: a person has three on the way at most", () => {
    for (const id of ["1", "2", "3", "4"]) hear({ ...announce, id });
    expect(chat.lines.value.map(({ file }) => file?.failed)).toEqual([false, false, false, true]);
  });

  it("that was on its way from someone who is gone has failed", () => {
    hear(announce);
    chat.gone("ann");
    expect(line().file?.failed).toBe(true);
  });
});

describe("what a member says", () => {
  it.each([
    ["no known type", { type: "constructor" }],
    ["a name that is none", { type: "hello", name: 5 }],
    [
      "a file larger than allowed",
      { type: "file", id: "f", name: "x", mediaType: "", size: 1e9, sha256: "", parts: 1 },
    ],
    [
      "a file of other parts than its size",
      { type: "file", id: "f", name: "x", mediaType: "", size: 3, sha256: "", parts: 9 },
    ],
    ["an identifier with spaces", { type: "chat", id: "a b", text: "x", at: 1 }],
    ["a part before the first", { type: "part", id: "f", index: -1, data: "" }],
    ["tracks that are not yes or no", { type: "tracks", microphone: 1, camera: true, screen: false }],
  ])("is not believed with %s", (_, message) => {
    expect(parseSaid(message)).toBeNull();
  });

  it("of a name is one short line, in its own direction", () => {
    expect(cleanName("  Ann\n\u202eBakker\u200b ")).toBe("Ann Bakker");
    expect([...cleanName("🙂".repeat(200))].length).toBe(80);
  });
});
