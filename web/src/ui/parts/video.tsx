// One moving picture: attaches a stream, starts it, sends its sound to the chosen speaker, and says how tall it is shown.

import { type ReadonlySignal, signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

/** Pictures whose sound the browser holds back until the person presses something. */
const heldBack = signal<ReadonlySet<HTMLVideoElement>>(new Set());

/** Whether sound waits for a press. */
export function soundIsHeldBack(): boolean {
  return heldBack.value.size > 0;
}

/** Starts all sound that was held back; to be called from a press. */
export function startSound(): void {
  const elements = [...heldBack.value];
  heldBack.value = new Set();
  for (const element of elements) play(element);
}

function forget(element: HTMLVideoElement): void {
  if (!heldBack.value.has(element)) return;
  const rest = new Set(heldBack.value);
  rest.delete(element);
  heldBack.value = rest;
}

function play(element: HTMLVideoElement): void {
  const started: Promise<void> | undefined = element.play();
  started?.catch((error: unknown) => {
    // Anything else (a stream replaced meanwhile) is answered by the next stream's own start.
    const refused = error instanceof DOMException && error.name === "NotAllowedError";
    if (refused && element.isConnected) heldBack.value = new Set([...heldBack.value, element]);
  });
}

export interface VideoProps {
  readonly stream: MediaStream | null;
  readonly label: string;
  readonly muted?: boolean;
  readonly mirrored?: boolean;
  /** The speaker to use, where the browser lets a page choose. */
  readonly speaker?: ReadonlySignal<string | null> | null;
  /** Called with the height in device pixels whenever it changes, and with 0 when the picture goes. */
  readonly onHeight?: (height: number) => void;
}

/** A `video` element named by `label`. */
export function Video({ stream, label, muted = false, mirrored, speaker, onHeight }: VideoProps) {
  const ref = useRef<HTMLVideoElement>(null);
  const heightHeard = useRef(onHeight);
  heightHeard.current = onHeight;
  const sink = speaker?.value ?? null;

  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    element.muted = muted;
    if (element.srcObject !== stream) {
      element.srcObject = stream;
      if (stream) play(element);
    }
  }, [stream, muted]);

  useEffect(() => {
    const element = ref.current;
    return () => {
      if (!element) return;
      forget(element);
      element.srcObject = null;
    };
  }, []);

  useEffect(() => {
    const element = ref.current;
    if (!element || muted || sink === null || !("setSinkId" in element)) return;
    element.setSinkId(sink).catch(() => undefined); // the speaker is gone: the sound stays where it was
  }, [sink, muted]);

  useEffect(() => {
    const element = ref.current;
    if (!element || !heightHeard.current) return;
    let last = -1;
    const observer = new ResizeObserver(() => {
      const height = Math.round(element.clientHeight * devicePixelRatio);
      if (height !== last) heightHeard.current?.(height);
      last = height;
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      heightHeard.current?.(0);
    };
  }, []);

  return (
    <video
      ref={ref}
      class={mirrored ? "video video-mirrored" : "video"}
      aria-label={label}
      autoPlay
      playsInline
      muted={muted}
      disablePictureInPicture
    />
  );
}
