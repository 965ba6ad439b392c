// What members may say to each other (docs/protocol.md §3.3), taken apart with suspicion: a member is authenticated, not trusted to be well-formed.

/** Longest name shown, in characters. */
const NAME_CHARACTERS = 80;
/** Longest chat message, in characters; the rest would not be read on a phone. */
export const TEXT_CHARACTERS = 4_000;
/** Largest file in a chat. Higher would hold more of a phone's memory. */
export const FILE_BYTES = 20 * 1024 * 1024;
/** File bytes per message. */
export const PART_BYTES = 48 * 1024;

export interface FileOffer {
  readonly type: "file";
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  /** base64url. */
  readonly sha256: string;
  readonly parts: number;
}

export type Said =
  | { readonly type: "hello"; readonly name: string }
  | { readonly type: "tracks"; readonly microphone: boolean; readonly camera: boolean; readonly screen: boolean }
  | { readonly type: "chat"; readonly id: string; readonly text: string; readonly at: number }
  | FileOffer
  | { readonly type: "part"; readonly id: string; readonly index: number; readonly data: string }
  | { readonly type: "received"; readonly id: string };

/** One line without control characters, and without those that turn the direction of what follows. */
export function cleanName(name: string): string {
  const cleaned = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").replace(/\s+/g, " ");
  return [...cleaned.trim()].slice(0, NAME_CHARACTERS).join("").trim();
}

type Fields = Readonly<Record<string, unknown>>;

const isText = (value: unknown): value is string => typeof value === "string";
const isId = (value: unknown): value is string => isText(value) && /^[A-Za-z0-9_-]{1,32}$/.test(value);
const isCount = (value: unknown, most: number): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
const isFlag = (value: unknown): value is boolean => typeof value === "boolean";

const parsers: { readonly [T in Said["type"]]: (fields: Fields) => Said | null } = {
  hello: ({ name }) => (isText(name) ? { type: "hello", name: cleanName(name) } : null),
  tracks: ({ microphone, camera, screen }) =>
    isFlag(microphone) && isFlag(camera) && isFlag(screen) ? { type: "tracks", microphone, camera, screen } : null,
  chat: ({ id, text, at }) =>
    isId(id) && isText(text) && Number.isFinite(at)
      ? { type: "chat", id, text: text.slice(0, TEXT_CHARACTERS), at: at as number }
      : null,
  file: ({ id, name, mediaType, size, sha256, parts }) =>
    isId(id) &&
    isText(name) &&
    isText(mediaType) &&
    isCount(size, FILE_BYTES) &&
    size > 0 &&
    isText(sha256) &&
    parts === Math.ceil(size / PART_BYTES)
      ? { type: "file", id, name: cleanName(name), mediaType: mediaType.slice(0, 100), size, sha256, parts }
      : null,
  part: ({ id, index, data }) =>
    isId(id) && isCount(index, FILE_BYTES / PART_BYTES) && isText(data) ? { type: "part", id, index, data } : null,
  received: ({ id }) => (isId(id) ? { type: "received", id } : null),
};

/** Null for what is not one of the messages. */
export function parseSaid(message: { readonly type: string } & Fields): Said | null {
  if (!Object.hasOwn(parsers, message.type)) return null;
  return parsers[message.type as Said["type"]](message);
}
