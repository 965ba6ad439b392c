// What leaves this device: microphone, camera, shared screen, and the curtain that stops all of it at once.

import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Devices } from "./devices.ts";
import type { Lines } from "./lines.ts";
import type { Scope } from "./scope.ts";

export interface SendingOptions {
  readonly scope: Scope;
  readonly devices: Devices;
  readonly lines: Pick<Lines, "send">;
  /** Nothing is sent before this is true: there would be no key for it. */
  readonly ready: ReadonlySignal<boolean>;
  readonly microphone: boolean;
  readonly camera: boolean;
}

export class Sending {
  readonly microphoneOn: Signal<boolean>;
  readonly cameraOn: Signal<boolean>;
  readonly screenOn: ReadonlySignal<boolean>;
  readonly curtainDrawn = signal(false);
  readonly hasCamera: ReadonlySignal<boolean>;
  readonly hasMicrophone: ReadonlySignal<boolean>;
  /** What the others are told: on, and there is something to be sent. */
  readonly on: ReadonlySignal<{ readonly microphone: boolean; readonly camera: boolean; readonly screen: boolean }>;
  readonly shared: ReadonlySignal<MediaStream | null>;

  private readonly options: SendingOptions;
  private readonly screen = signal<MediaStreamTrack | null>(null);
  /** What the curtain covered. */
  private covered: { readonly microphone: boolean; readonly camera: boolean } | null = null;

  constructor(options: SendingOptions) {
    this.options = options;
    const { devices, lines, ready, scope } = options;
    this.microphoneOn = signal(options.microphone);
    this.cameraOn = signal(options.camera);
    this.screenOn = computed(() => this.screen.value !== null);
    this.hasCamera = computed(() => devices.camera.value === "working" || devices.cameraTrack.value !== null);
    this.hasMicrophone = computed(() => devices.microphoneTrack.value !== null);
    this.shared = computed(() => this.screen.value && devices.stream([this.screen.value]));
    this.on = computed(() => ({
      microphone: this.microphoneOn.value && devices.microphoneTrack.value !== null,
      camera: this.cameraOn.value && devices.cameraTrack.value !== null,
      screen: this.screenOn.value,
    }));
    const send = (run: () => void) => scope.own(effect(run));
    send(() => {
      const track = devices.microphoneTrack.value;
      // A muted track goes on as silence at the same bit rate, so that coming back is instant and nothing shows on the wire.
      if (track) track.enabled = this.microphoneOn.value;
      lines.send("microphone", ready.value && !this.curtainDrawn.value ? track : null);
    });
    send(() => lines.send("camera", ready.value && this.cameraOn.value ? devices.cameraTrack.value : null));
    send(() => lines.send("screen", ready.value ? this.screen.value : null));
    scope.own(() => this.stopScreen());
  }

  setMicrophone(on: boolean): void {
    this.openCurtain();
    this.microphoneOn.value = on;
    if (on && !this.options.devices.microphoneTrack.value) void this.options.devices.request("microphone");
  }

  setCamera(on: boolean): void {
    this.openCurtain();
    this.showCamera(on);
  }

  async shareScreen(on: boolean): Promise<void> {
    this.stopScreen();
    if (!on) return;
    try {
      const track = await this.options.devices.openScreen();
      if (this.options.scope.ended) {
        track.stop();
        return;
      }
      this.openCurtain();
      // The browser's own 'stop sharing'.
      track.onended = () => {
        if (this.screen.value === track) this.screen.value = null;
      };
      this.screen.value = track;
    } catch {
      // The person chose nothing to share.
    }
  }

  curtain(): void {
    const { covered } = this;
    if (covered) {
      this.openCurtain();
      this.microphoneOn.value = covered.microphone;
      this.showCamera(covered.camera);
      return;
    }
    this.covered = { microphone: this.microphoneOn.value, camera: this.cameraOn.value };
    this.curtainDrawn.value = true;
    this.microphoneOn.value = false;
    this.showCamera(false);
    this.stopScreen();
  }

  private openCurtain(): void {
    this.covered = null;
    this.curtainDrawn.value = false;
  }

  /** Off means that the camera's light goes out. */
  private showCamera(on: boolean): void {
    this.cameraOn.value = on;
    if (on) void this.options.devices.resume("camera");
    else this.options.devices.release("camera");
  }

  private stopScreen(): void {
    this.screen.value?.stop();
    this.screen.value = null;
  }
}
