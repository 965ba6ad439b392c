// What runs inside the pages before their own code: lists of what a test wants to look at later, and Firefox's camera. Nothing of it changes what the product does.

import type { Look } from "./looks.ts";
import { HEIGHT, PAUSE_MS, rgb, SOUND_MS, WIDTH } from "./looks.ts";

/** What a test reads from a page. */
export interface Watched {
  /** Broken rules of the content security policy. */
  readonly violations: string[];
  /** Every connection that the page made. */
  readonly peers: RTCPeerConnection[];
}

declare global {
  interface Window {
    watched: Watched;
  }
}

/** Keeps connections and violations where a test finds them. */
export function watch(): void {
  const peers: RTCPeerConnection[] = [];
  const violations: string[] = [];
  window.watched = { peers, violations };
  document.addEventListener("securitypolicyviolation", (event) => {
    violations.push(`${event.violatedDirective}: ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`);
  });
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = new Proxy(Native, {
    construct(native, args: ConstructorParameters<typeof RTCPeerConnection>) {
      const peer = new native(...args);
      peers.push(peer);
      return peer;
    },
  });
}

/** What `pretend` needs to know. */
export type Pretended = ReturnType<typeof pretended>;

/** The picture and sound of a look, for a browser that cannot play files as devices. */
export function pretended(look: Look) {
  return { width: WIDTH, height: HEIGHT, rgb: rgb[look.colour], hz: look.hz, soundMs: SOUND_MS, pauseMs: PAUSE_MS };
}

/** Replaces camera and microphone by a canvas and an oscillator. */
export function pretend(look: Pretended): void {
  const picture = (): MediaStreamTrack[] => {
    const canvas = document.createElement("canvas");
    canvas.width = look.width;
    canvas.height = look.height;
    const context = canvas.getContext("2d");
    let frame = 0;
    const draw = () => {
      if (!context) return;
      context.fillStyle = `rgb(${look.rgb.join(" ")})`;
      context.fillRect(0, 0, look.width, look.height);
      context.fillStyle = "grey";
      context.fillRect((frame++ * 32) % look.width, 0, 32, 32);
    };
    draw();
    setInterval(draw, 50);
    return canvas.captureStream(20).getVideoTracks();
  };
  const sound = (): MediaStreamTrack[] => {
    const context = new AudioContext();
    const oscillator = new OscillatorNode(context, { frequency: look.hz });
    const gain = new GainNode(context, { gain: 0.4 });
    const out = context.createMediaStreamDestination();
    oscillator.connect(gain).connect(out);
    oscillator.start();
    setInterval(() => {
      gain.gain.setValueAtTime(0.4, context.currentTime);
      gain.gain.setValueAtTime(0, context.currentTime + look.soundMs / 1000);
    }, look.soundMs + look.pauseMs);
    return out.stream.getAudioTracks();
  };
  MediaDevices.prototype.getUserMedia = async (wanted = {}) =>
    new MediaStream([...(wanted.video ? picture() : []), ...(wanted.audio ? sound() : [])]);
}
