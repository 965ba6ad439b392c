// Devices and connections that a test plugs in and pulls out.

import type { DeviceEdge, DeviceInfo } from "../../../src/media/edge.ts";
import type { MakePeer, Peer, PeerOptions, Way } from "../../../src/media/peer.ts";

export class HandTrack {
  enabled = true;
  stopped = false;
  onended: (() => void) | null = null;
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  stop(): void {
    this.stopped = true;
  }
  getSettings() {
    return { deviceId: this.name };
  }
}

export const track = (name: string) => new HandTrack(name) as unknown as MediaStreamTrack;

export class HandDevices implements DeviceEdge {
  readonly canChooseSpeaker = true;
  readonly canShareScreen = true;
  opened: HandTrack[] = [];
  /** The name of the exception with which opening fails. */
  readonly failing = new Map<"camera" | "microphone" | "screen", string>();
  devices: DeviceInfo[] = [
    { kind: "videoinput", id: "camera", label: "Camera" },
    { kind: "audioinput", id: "microphone", label: "Microphone" },
    { kind: "audiooutput", id: "speaker", label: "Speaker" },
  ];
  measuring = 0;
  level: (level: number) => void = () => undefined;
  private listener: () => void = () => undefined;

  private take(kind: "camera" | "microphone" | "screen", id: string): MediaStreamTrack {
    const name = this.failing.get(kind);
    if (name) throw Object.assign(new Error(name), { name });
    const taken = new HandTrack(id);
    this.opened.push(taken);
    return taken as unknown as MediaStreamTrack;
  }

  /** What is running now. */
  get running(): string[] {
    return this.opened.filter(({ stopped }) => !stopped).map(({ name }) => name);
  }

  async open(kind: "camera" | "microphone", id: string | null): Promise<MediaStreamTrack> {
    if (id !== null && !this.devices.some((device) => device.id === id)) {
      throw Object.assign(new Error(), { name: "OverconstrainedError" });
    }
    return this.take(kind, id ?? kind);
  }

  async openScreen(): Promise<MediaStreamTrack> {
    return this.take("screen", "screen");
  }

  async list(): Promise<readonly DeviceInfo[]> {
    return this.devices;
  }

  onChange(listener: () => void): () => void {
    this.listener = listener;
    return () => undefined;
  }

  change(): void {
    this.listener();
  }

  measure(_track: MediaStreamTrack, level: (level: number) => void): () => void {
    this.measuring += 1;
    this.level = level;
    return () => {
      this.measuring -= 1;
    };
  }

  async chime(): Promise<void> {}

  stream(tracks: readonly MediaStreamTrack[]): MediaStream {
    return { tracks } as unknown as MediaStream;
  }
}

export class HandPeer implements Peer {
  readonly options: PeerOptions;
  readonly sending: Record<string, MediaStreamTrack | null> = {};
  answered: string | null = null;
  closed = false;
  restarts = 0;
  limited = false;
  /** Whether answers are for another connection. */
  refuses = false;
  /** How it is connected. */
  carries: Way | null = "datagrams";
  private readonly number: number;

  constructor(options: PeerOptions, number: number) {
    this.options = options;
    this.number = number;
  }

  async offer(): Promise<string> {
    return `offer ${this.number}`;
  }

  async restart(): Promise<string> {
    this.restarts += 1;
    return `offer ${this.number} again`;
  }

  async answer(sdp: string): Promise<void> {
    if (this.refuses) throw new Error("of another connection");
    this.answered = sdp;
  }

  async send(kind: string, sent: MediaStreamTrack | null): Promise<void> {
    this.sending[kind] = sent;
  }

  async limit(on: boolean): Promise<void> {
    this.limited = on;
  }

  async way() {
    return this.carries;
  }

  slot(mid: string) {
    return { id: `${this.number}-${mid}`, track: track(`mid ${mid}`) };
  }

  close(): void {
    this.closed = true;
  }
}

/** Makes peers, and remembers them. */
export function handPeers(): { make: MakePeer; all: HandPeer[] } {
  const all: HandPeer[] = [];
  const make: MakePeer = (options) => {
    const peer = new HandPeer(options, all.length + 1);
    all.push(peer);
    return peer;
  };
  return { make, all };
}
