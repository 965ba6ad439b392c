// The browser's devices behind one port: opening, listing, measuring, sounding. The states are kept in `devices`.

import type { Cancel } from "../wire/clock.ts";

export interface DeviceInfo {
  readonly kind: MediaDeviceKind;
  readonly id: string;
  readonly label: string;
}

export interface DeviceEdge {
  readonly canChooseSpeaker: boolean;
  readonly canShareScreen: boolean;
  /** Rejects with the browser's `DOMException`. */
  open(kind: "camera" | "microphone", id: string | null): Promise<MediaStreamTrack>;
  openScreen(): Promise<MediaStreamTrack>;
  list(): Promise<readonly DeviceInfo[]>;
  onChange(listener: () => void): Cancel;
  /** Calls back about 20 times a second with a loudness of 0 to 1. */
  measure(track: MediaStreamTrack, level: (level: number) => void): Cancel;
  /** Plays two soft notes; resolves when they are over. */
  chime(speaker: string | null): Promise<void>;
  stream(tracks: readonly MediaStreamTrack[]): MediaStream;
}

/** 720 lines are enough for a face; more would only warm the phone. */
const CAMERA: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30, max: 30 },
};
const MICROPHONE: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const LEVEL_EVERY_MS = 50;
/** Loudness of speech at arm's length is a root mean square of about 0.1; this makes it fill most of the meter. */
const LEVEL_GAIN = 6;
const NOTES_HZ = [523.25, 659.25] as const;
const NOTE_S = 0.55;

export function browserDevices(): DeviceEdge {
  // Absent in an insecure page, which is told so before anything is opened.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  const present = () => {
    if (!devices) throw new DOMException("no devices", "NotFoundError");
    return devices;
  };
  return {
    canChooseSpeaker: "setSinkId" in HTMLMediaElement.prototype,
    canShareScreen: typeof devices?.getDisplayMedia === "function",
    async open(kind, id) {
      const chosen = id === null ? {} : { deviceId: { exact: id } };
      const stream = await present().getUserMedia(
        kind === "camera" ? { video: { ...CAMERA, ...chosen } } : { audio: { ...MICROPHONE, ...chosen } },
      );
      return only(stream);
    },
    async openScreen() {
      const track = only(await present().getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: false }));
      track.contentHint = "detail";
      return track;
    },
    async list() {
      const all = await present().enumerateDevices();
      return all.map(({ kind, deviceId, label }) => ({ kind, id: deviceId, label }));
    },
    onChange(listener) {
      devices?.addEventListener("devicechange", listener);
      return () => devices?.removeEventListener("devicechange", listener);
    },
    measure,
    chime,
    stream: (tracks) => new MediaStream([...tracks]),
  };
}

function only(stream: MediaStream): MediaStreamTrack {
  const [track] = stream.getTracks();
  if (!track) throw new DOMException("no track", "NotFoundError");
  return track;
}

function measure(track: MediaStreamTrack, level: (level: number) => void): Cancel {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const meanSquare = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    level(Math.min(1, Math.sqrt(meanSquare) * LEVEL_GAIN));
  }, LEVEL_EVERY_MS);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

async function chime(speaker: string | null): Promise<void> {
  const context = new AudioContext();
  const { setSinkId } = context as { setSinkId?: (id: string) => Promise<void> };
  // A speaker that is gone or cannot be chosen: the sound comes from the usual one.
  if (speaker !== null) await setSinkId?.call(context, speaker).catch(() => undefined);
  await context.resume();
  const ends = NOTES_HZ.map((frequency, index) => {
    const begin = context.currentTime + index * NOTE_S * 0.8;
    const oscillator = new OscillatorNode(context, { frequency });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, begin);
    gain.gain.linearRampToValueAtTime(0.25, begin + 0.05);
    gain.gain.exponentialRampToValueAtTime(0.001, begin + NOTE_S);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(begin);
    oscillator.stop(begin + NOTE_S);
    return new Promise<void>((resolve) => {
      oscillator.onended = () => resolve();
    });
  });
  await Promise.all(ends);
  await context.close();
}
