// The chat of one call: lines and files, sent and received. Gone with the call.

import { signal } from "@preact/signals";
import type { SeatId } from "../wire/messages.ts";
import { IncomingFiles, sendParts, sha256 } from "./files.ts";
import type { Post } from "./group.ts";
import { cleanName, FILE_BYTES, type FileOffer, PART_BYTES, type Said, TEXT_CHARACTERS } from "./said.ts";
import type { ChatFile, ChatLine } from "./view.ts";

export interface ChatOptions {
  readonly post: (message: object, post?: Post) => void;
  /** A person's name, and their role where someone else has the same name. */
  readonly sender: (seat: SeatId) => Pick<ChatLine, "from" | "role">;
  readonly now: () => number;
  readonly newId: () => string;
  /** Saves to the person's device. */
  readonly save: (name: string, bytes: Uint8Array<ArrayBuffer>) => void;
}

export class Chat {
  readonly lines = signal<readonly ChatLine[]>([]);
  readonly unread = signal(0);

  private readonly options: ChatOptions;
  private readonly incoming = new IncomingFiles();

  constructor(options: ChatOptions) {
    this.options = options;
  }

  send(text: string): void {
    const trimmed = text.trim().slice(0, TEXT_CHARACTERS);
    if (trimmed === "") return;
    const id = this.options.newId();
    const at = this.options.now();
    this.add({ id, mine: true, from: "", role: null, at: new Date(at), text: trimmed, file: null, state: "sending" });
    this.options.post({ type: "chat", id, text: trimmed, at }, this.outcome(id));
  }

  async sendFile(file: File): Promise<void> {
    const id = this.options.newId();
    const name = cleanName(file.name) || "file";
    const shown: ChatFile = { name, size: file.size, progress: 0, save: null, failed: false };
    this.add({
      id,
      mine: true,
      from: "",
      role: null,
      at: new Date(this.options.now()),
      text: null,
      file: shown,
      state: "sending",
    });
    const fail = () => this.change(id, (line) => ({ ...line, state: "failed", file: { ...shown, failed: true } }));
    if (file.size > FILE_BYTES || file.size === 0) {
      fail();
      return;
    }
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const parts = Math.ceil(bytes.length / PART_BYTES);
      const offer: FileOffer = {
        type: "file",
        id,
        name,
        mediaType: file.type,
        size: bytes.length,
        sha256: await sha256(bytes),
        parts,
      };
      this.options.post(offer);
      const progress = (share: number) => this.change(id, (line) => ({ ...line, file: { ...shown, progress: share } }));
      if (!(await sendParts(id, bytes, (message, post) => this.options.post(message, post), progress))) fail();
      else this.change(id, (line) => ({ ...line, state: "sent", file: { ...shown, progress: 1 } }));
    } catch {
      // The file could not be read: moved, or on a stick that is gone.
      fail();
    }
  }

  hear(seat: SeatId, said: Extract<Said, { type: "chat" | "file" | "part" }>): void {
    if (said.type === "part") {
      void this.part(seat, said);
      return;
    }
    const id = `${seat} ${said.id}`;
    if (this.lines.value.some((line) => line.id === id)) return;
    const sender = this.options.sender(seat);
    const received = { id, mine: false, ...sender, at: new Date(this.options.now()), state: "sent" } as const;
    if (said.type === "chat") {
      this.add({ ...received, text: said.text, file: null });
    } else {
      const failed = !this.incoming.announce(seat, said);
      this.add({
        ...received,
        text: null,
        file: { name: said.name, size: said.size, progress: 0, save: null, failed },
      });
    }
    this.unread.value += 1;
  }

  read(): void {
    this.unread.value = 0;
  }

  /** A person is gone for good: their unfinished files will not come. */
  gone(seat: SeatId): void {
    for (const id of this.incoming.gone(seat)) this.changeFile(`${seat} ${id}`, { failed: true });
  }

  private async part(seat: SeatId, { id, index, data }: Extract<Said, { type: "part" }>): Promise<void> {
    const outcome = await this.incoming.part(seat, id, index, data);
    const line = `${seat} ${id}`;
    if (outcome.state === "partly") this.changeFile(line, { progress: outcome.progress });
    else if (outcome.state === "broken") this.changeFile(line, { failed: true });
    else if (outcome.state === "complete") this.complete(line, id, outcome.bytes);
  }

  private complete(line: string, id: string, bytes: Uint8Array<ArrayBuffer>): void {
    const name = this.lines.value.find((candidate) => candidate.id === line)?.file?.name ?? "file";
    this.changeFile(line, { progress: 1, save: () => this.options.save(name, bytes) });
    this.options.post({ type: "received", id });
  }

  private outcome(id: string): Post {
    return {
      taken: () => this.change(id, (line) => ({ ...line, state: "sent" })),
      failed: () => this.change(id, (line) => ({ ...line, state: "failed" })),
    };
  }

  private add(line: ChatLine): void {
    this.lines.value = [...this.lines.value, line];
  }

  private change(id: string, change: (line: ChatLine) => ChatLine): void {
    this.lines.value = this.lines.value.map((line) => (line.id === id ? change(line) : line));
  }

  private changeFile(id: string, fields: Partial<ChatFile>): void {
    this.change(id, (line) => (line.file ? { ...line, file: { ...line.file, ...fields } } : line));
  }
}
