// Camera, microphone and speaker: which are chosen, whether they work, and the tracks they give. Nothing is asked for before it is needed.

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { DeviceEdge } from "../media/edge.ts";
import type { Cancel } from "../wire/clock.ts";
import type { DeviceChoice, DeviceKind, DeviceState, DevicesView } from "./view.ts";

type Source = "camera" | "microphone";

const LISTED: Record<DeviceKind, MediaDeviceKind> = {
  camera: "videoinput",
  microphone: "audioinput",
  speaker: "audiooutput",
};

/** What the names of `getUserMedia`'s exceptions mean to a person (W3C Media Capture §10.2). */
function stateOf(error: unknown): DeviceState {
  switch (error instanceof Error || error instanceof DOMException ? error.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return "refused";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    case "NotReadableError":
    case "AbortError":
      return "inUse";
    default:
      return "failed";
  }
}

export class Devices implements DevicesView {
  readonly camera: ReadonlySignal<DeviceState>;
  readonly microphone: ReadonlySignal<DeviceState>;
  readonly cameraTrack: ReadonlySignal<MediaStreamTrack | null>;
  readonly microphoneTrack: ReadonlySignal<MediaStreamTrack | null>;
  readonly preview: ReadonlySignal<MediaStream | null>;
  readonly level: ReadonlySignal<number>;
  readonly choices: Readonly<Record<DeviceKind, Signal<readonly DeviceChoice[]>>>;
  readonly chosen: Readonly<Record<DeviceKind, Signal<string | null>>>;
  readonly canChooseSpeaker: boolean;
  readonly canShareScreen: boolean;
  readonly soundPlaying = signal(false);

  private readonly edge: DeviceEdge;
  private readonly states: Record<Source, Signal<DeviceState>>;
  private readonly tracks: Record<Source, Signal<MediaStreamTrack | null>>;
  /** Counts openings, so that one that was overtaken is thrown away. */
  private readonly openings: Record<Source, number> = { camera: 0, microphone: 0 };
  /** Between the first request and `stop`: only then may a device be opened again by itself. */
  private active = false;

  constructor(edge: DeviceEdge) {
    this.edge = edge;
    this.states = { camera: signal<DeviceState>("notAsked"), microphone: signal<DeviceState>("notAsked") };
    this.tracks = {
      camera: signal<MediaStreamTrack | null>(null),
      microphone: signal<MediaStreamTrack | null>(null),
    };
    this.camera = this.states.camera;
    this.microphone = this.states.microphone;
    this.cameraTrack = this.tracks.camera;
    this.microphoneTrack = this.tracks.microphone;
    this.preview = computed(() => {
      const track = this.tracks.camera.value;
      return track && edge.stream([track]);
    });
    this.level = this.meter();
    const none: readonly DeviceChoice[] = [];
    this.choices = { camera: signal(none), microphone: signal(none), speaker: signal(none) };
    this.chosen = {
      camera: signal<string | null>(null),
      microphone: signal<string | null>(null),
      speaker: signal<string | null>(null),
    };
    this.canChooseSpeaker = edge.canChooseSpeaker;
    this.canShareScreen = edge.canShareScreen;
    // For as long as there is the page: it opens nothing by itself.
    edge.onChange(() => void this.changed());
  }

  async request(kind: Source): Promise<void> {
    if (this.states[kind].value === "asking" || this.tracks[kind].value) return;
    this.states[kind].value = "asking";
    await this.open(kind);
  }

  async choose(kind: DeviceKind, id: string): Promise<void> {
    this.chosen[kind].value = id;
    if (kind !== "speaker" && (this.tracks[kind].value || this.states[kind].value !== "working")) await this.open(kind);
  }

  async playTestSound(): Promise<void> {
    if (this.soundPlaying.value) return;
    this.soundPlaying.value = true;
    try {
      await this.edge.chime(this.chosen.speaker.value);
    } catch {
      // No sound came; the screen asks whether it was heard.
    } finally {
      this.soundPlaying.value = false;
    }
  }

  /** Stops a device (its light goes out) without forgetting that it works. */
  release(kind: Source): void {
    this.openings[kind] += 1;
    this.tracks[kind].value?.stop();
    this.tracks[kind].value = null;
    if (this.states[kind].value === "asking") this.states[kind].value = "notAsked";
  }

  /** Opens a released device again. */
  async resume(kind: Source): Promise<void> {
    if (!this.tracks[kind].value) await this.open(kind);
  }

  /** Rejects where the person chose nothing. */
  openScreen(): Promise<MediaStreamTrack> {
    return this.edge.openScreen();
  }

  stream(tracks: readonly MediaStreamTrack[]): MediaStream {
    return this.edge.stream(tracks);
  }

  /** Stops everything; what follows is as if nothing had been asked for. */
  stop(): void {
    this.active = false;
    for (const kind of ["camera", "microphone"] as const) {
      this.release(kind);
      this.states[kind].value = "notAsked";
    }
  }

  private async open(kind: Source): Promise<void> {
    this.active = true;
    this.openings[kind] += 1;
    const opening = this.openings[kind];
    const late = () => this.openings[kind] !== opening;
    // Two cameras at once are more than many phones can do, so the old one goes first.
    this.tracks[kind].value?.stop();
    try {
      const track = await this.openChosen(kind);
      if (late()) {
        track.stop();
        return;
      }
      track.onended = () => this.vanished(kind, track);
      this.tracks[kind].value = track;
      this.states[kind].value = "working";
      this.chosen[kind].value = track.getSettings().deviceId ?? this.chosen[kind].value;
    } catch (error) {
      if (late()) return;
      this.tracks[kind].value = null;
      this.states[kind].value = stateOf(error);
    }
    await this.refresh();
  }

  private async openChosen(kind: Source): Promise<MediaStreamTrack> {
    const id = this.chosen[kind].value;
    try {
      return await this.edge.open(kind, id);
    } catch (error) {
      if (id === null || stateOf(error) !== "missing") throw error;
      // The chosen one was unplugged: any other will do.
      this.chosen[kind].value = null;
      return await this.edge.open(kind, null);
    }
  }

  private vanished(kind: Source, track: MediaStreamTrack): void {
    if (this.tracks[kind].value !== track) return;
    this.tracks[kind].value = null;
    this.states[kind].value = "missing";
    void this.open(kind);
  }

  private async changed(): Promise<void> {
    await this.refresh();
    for (const kind of ["camera", "microphone"] as const) {
      const plugged = this.choices[kind].value.length > 0;
      if (this.states[kind].value === "missing" && plugged && this.active) await this.open(kind);
    }
  }

  private async refresh(): Promise<void> {
    try {
      const all = await this.edge.list();
      for (const kind of ["camera", "microphone", "speaker"] as const) {
        // Before permission the browser lists devices without names.
        const listed = all.filter((device) => device.kind === LISTED[kind] && device.id !== "");
        this.choices[kind].value = listed.map(({ id, label }) => ({ id, label }));
      }
    } catch {
      // The lists stay as they were; the devices themselves may work.
    }
  }

  /** Measures only while someone looks. */
  private meter(): ReadonlySignal<number> {
    let stop: Cancel | null = null;
    let forget: Cancel | null = null;
    const show = (value: number) => {
      level.value = value;
    };
    const level = signal(0, {
      watched: () => {
        forget = this.tracks.microphone.subscribe((track) => {
          stop?.();
          stop = track && this.edge.measure(track, show);
        });
      },
      unwatched: () => {
        forget?.();
        stop?.();
        forget = stop = null;
      },
    });
    return level;
  }
}
