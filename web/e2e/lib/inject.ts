// What runs inside the pages before their own code: lists of what a test wants to look at later, and Firefox's camera. Nothing of it changes what the product does.

import type { Look } from "./looks.ts";
import { HEIGHT, rgb, WIDTH } from "./looks.ts";

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

/** The picture of a look, for a browser that cannot play a file as a camera. */
export function pretended(look: Look) {
  return { width: WIDTH, height: HEIGHT, rgb: rgb[look.colour] };
}

/** Replaces the camera by a canvas; the microphone stays the browser's. */
export function pretend(look: Pretended): void {
  if (!window.isSecureContext) return;
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
  const native = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = async function (wanted = {}) {
    const sound = wanted.audio ? (await native.call(this, { audio: wanted.audio })).getTracks() : [];
    return new MediaStream([...(wanted.video ? picture() : []), ...sound]);
  };
}

/** A machine without camera and microphone. */
export function withoutDevices(): void {
  if (!window.isSecureContext) return;
  MediaDevices.prototype.getUserMedia = async () => {
    throw new DOMException("Requested device not found", "NotFoundError");
  };
  MediaDevices.prototype.enumerateDevices = async () => [];
}
