// One RTCPeerConnection to the relay, laid out as docs/protocol.md §5 says. Every sender and receiver has its transform before
// it has anything to carry.

import type { TransformOptions } from "../seal/port.ts";
import type { IceServer, MediaKind } from "../wire/messages.ts";
import { harden } from "./sdp.ts";

/** Simulcast, low to high: a receiver gets the layer that fits its window and its network. Bits per second. */
const CAMERA_LAYERS: RTCRtpEncodingParameters[] = [
  { rid: "l", scaleResolutionDownBy: 4, maxBitrate: 150_000 },
  { rid: "m", scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  { rid: "h", scaleResolutionDownBy: 1, maxBitrate: 1_700_000 },
];
const SMALLEST = "l";
/** Text on a shared screen must stay readable. */
const SCREEN_BITRATE = 2_500_000;

export type PeerState = "connecting" | "connected" | "disconnected" | "failed";

export interface ReceiveSlot {
  /** The worker's name for it; unlike a mid it is unique over connections. */
  readonly id: string;
  readonly track: MediaStreamTrack;
}

/** How media travels: as datagrams, as it should, or in a stream, where the network lets nothing else through. */
export type Way = "datagrams" | "stream";

export interface Peer {
  /** Makes the offer; no candidates are waited for, since the relay learns them from the checks. */
  offer(): Promise<string>;
  /** Looks for a way anew: the offer for it. What there is goes on meanwhile. */
  restart(): Promise<string>;
  /** Rejects if it answers for another connection than the answers before. */
  answer(sdp: string): Promise<void>;
  /** What is sent from now on; null: nothing. */
  send(kind: MediaKind, track: MediaStreamTrack | null): Promise<void>;
  /** Sends the smallest picture alone, or all of them again. */
  limit(on: boolean): Promise<void>;
  /** The receive slot of a mid of the offer. */
  slot(mid: string): ReceiveSlot | null;
  /** How it is connected; null while it is not. */
  way(): Promise<Way | null>;
  close(): void;
}

export interface PeerOptions {
  /** Ways to the relay beside its candidates. */
  readonly iceServers: readonly IceServer[];
  /** Most people in the visit, this one included. */
  readonly capacity: number;
  readonly transform: (options: TransformOptions) => RTCRtpScriptTransform;
  readonly changed: (state: PeerState) => void;
}

export type MakePeer = (options: PeerOptions) => Peer;

let connections = 0;

export const browserPeer: MakePeer = (options) => {
  connections += 1;
  return new BrowserPeer(options, connections);
};

class BrowserPeer implements Peer {
  private readonly connection: RTCPeerConnection;
  private limited = false;
  /** Which connection of the relay's answers. */
  private other: string | null = null;
  private readonly senders: Record<MediaKind, RTCRtpSender>;
  private readonly sent: Record<MediaKind, Promise<void>> = {
    microphone: Promise.resolve(),
    camera: Promise.resolve(),
    screen: Promise.resolve(),
  };
  private readonly receivers: { readonly transceiver: RTCRtpTransceiver; readonly slot: ReceiveSlot }[] = [];

  constructor(options: PeerOptions, number: number) {
    this.connection = new RTCPeerConnection({ bundlePolicy: "max-bundle", iceServers: [...options.iceServers] });
    this.connection.onconnectionstatechange = () => {
      const state = this.connection.connectionState;
      if (state === "connected" || state === "disconnected" || state === "failed") options.changed(state);
      else options.changed("connecting");
    };
    const sender = (kind: MediaKind, sendEncodings?: RTCRtpEncodingParameters[]): RTCRtpSender => {
      const media = kind === "microphone" ? "audio" : "video";
      const transceiver = this.connection.addTransceiver(media, {
        direction: "sendonly",
        ...(sendEncodings && { sendEncodings }),
      });
      prefer(transceiver, RTCRtpSender.getCapabilities(media));
      transceiver.sender.transform = options.transform({ side: "send", kind });
      return transceiver.sender;
    };
    this.senders = {
      microphone: sender("microphone"),
      camera: sender("camera", CAMERA_LAYERS),
      screen: sender("screen", [{ maxBitrate: SCREEN_BITRATE }]),
    };
    const receive = (media: "audio" | "video", count: number) => {
      for (let index = 0; index < count; index += 1) {
        const transceiver = this.connection.addTransceiver(media, { direction: "recvonly" });
        prefer(transceiver, RTCRtpReceiver.getCapabilities(media));
        const slot = { id: `${number}-${media}-${index}`, track: transceiver.receiver.track };
        transceiver.receiver.transform = options.transform({ side: "receive", slot: slot.id });
        this.receivers.push({ transceiver, slot });
      }
    };
    receive("audio", options.capacity - 1);
    receive("video", options.capacity + 1);
  }

  async offer(): Promise<string> {
    await this.connection.setLocalDescription(await this.connection.createOffer());
    return this.connection.localDescription?.sdp ?? "";
  }

  restart(): Promise<string> {
    this.connection.restartIce();
    return this.offer();
  }

  async answer(sdp: string): Promise<void> {
    const other = connectionOf(sdp);
    if (this.other !== null && this.other !== other) throw new Error("the relay has another connection by now");
    this.other = other;
    await this.connection.setRemoteDescription({ type: "answer", sdp: harden(sdp) });
  }

  send(kind: MediaKind, track: MediaStreamTrack | null): Promise<void> {
    // One after the other, so that the last wish holds, and whatever became of the one before.
    const sent = this.sent[kind].catch(() => undefined).then(() => replace(this.senders[kind], track, this.limited));
    this.sent[kind] = sent;
    return sent;
  }

  limit(on: boolean): Promise<void> {
    this.limited = on;
    return this.send("camera", this.senders.camera.track);
  }

  slot(mid: string): ReceiveSlot | null {
    return this.receivers.find(({ transceiver }) => transceiver.mid === mid)?.slot ?? null;
  }

  async way(): Promise<Way | null> {
    const found = [...(await this.connection.getStats()).values()] as Stats[];
    const chosen = found.find(({ type }) => type === "transport")?.selectedCandidatePairId;
    // Firefox marks the pair itself.
    const pair = found.find(({ type, id, selected }) => type === "candidate-pair" && (selected ?? id === chosen));
    const own = found.find(({ id }) => id === pair?.localCandidateId);
    if (!own) return null;
    const protocol = own.relayProtocol ?? own.protocol;
    return protocol === "tcp" || protocol === "tls" ? "stream" : "datagrams";
  }

  close(): void {
    this.connection.onconnectionstatechange = null;
    this.connection.close();
  }
}

/** What is read of a connection's statistics (W3C webrtc-stats), and Firefox's `selected`. */
interface Stats {
  readonly id: string;
  readonly type: string;
  readonly selectedCandidatePairId?: string;
  readonly selected?: boolean;
  readonly localCandidateId?: string;
  readonly protocol?: string;
  readonly relayProtocol?: string;
}

/** What all answers of one connection have in common: the number of its session, and the relay's certificate. */
function connectionOf(sdp: string): string {
  return [/^o=\S+ \d+/m, /^a=fingerprint:.*$/m].map((part) => part.exec(sdp)?.[0] ?? "").join();
}

async function replace(sender: RTCRtpSender, track: MediaStreamTrack | null, limited: boolean): Promise<void> {
  // Without its transform nothing may leave.
  const allowed = sender.transform ? track : null;
  await sender.replaceTrack(allowed);
  // Firefox repeats the last picture of a track that is gone, once a second; an encoding that is not active sends nothing.
  const parameters = sender.getParameters();
  const active = ({ rid }: RTCRtpEncodingParameters) =>
    allowed !== null && (!limited || rid === undefined || rid === SMALLEST);
  if (parameters.encodings.every((encoding) => (encoding.active ?? true) === active(encoding))) return;
  for (const encoding of parameters.encodings) encoding.active = active(encoding);
  await sender.setParameters(parameters);
}

/** Opus, or VP8 with its retransmission, and nothing else. */
function prefer(transceiver: RTCRtpTransceiver, capabilities: RTCRtpCapabilities | null): void {
  const wanted = new Set(["audio/opus", "video/vp8", "video/rtx"]);
  const codecs = capabilities?.codecs.filter((codec) => wanted.has(codec.mimeType.toLowerCase())) ?? [];
  if (codecs.length > 0) transceiver.setCodecPreferences(codecs);
}
