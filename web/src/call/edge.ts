// The browser's side of `ports`. The seal worker and its WebAssembly are fetched only when asked for.

import { capability } from "../media/capability.ts";
import { browserDevices } from "../media/edge.ts";
import { browserPeer } from "../media/peer.ts";
import { browserApi } from "../wire/api.ts";
import { toBase64Url } from "../wire/bytes.ts";
import { browserClock, type Cancel } from "../wire/clock.ts";
import { browserSocket } from "../wire/socket.ts";
import type { Memory } from "./memory.ts";
import type { Ports } from "./ports.ts";

export function browserPorts(memory: Memory): Ports {
  return {
    clock: browserClock,
    random: Math.random,
    newId: () => toBase64Url(crypto.getRandomValues(new Uint8Array(16))),
    api: browserApi,
    openSocket: browserSocket(location),
    startSeal: async () => (await import("../seal/proxy.ts")).startSealWorker(),
    devices: browserDevices(),
    makePeer: browserPeer,
    memory,
    save,
    onWake,
    stayAwake,
    capability: () => capability(globalThis),
    origin: location.origin,
  };
}

/** As bytes of no type, so that nothing that came from another person is ever shown as a page of ours. */
function save(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  link.download = name;
  link.click();
  // The browser has taken hold of it by the next turn of the event loop.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function onWake(listener: () => void): Cancel {
  const visible = () => {
    if (document.visibilityState === "visible") listener();
  };
  window.addEventListener("online", listener);
  window.addEventListener("pageshow", listener);
  document.addEventListener("visibilitychange", visible);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("pageshow", listener);
    document.removeEventListener("visibilitychange", visible);
  };
}

/** The lock is lost whenever the page is hidden, so it is asked for again. */
function stayAwake(): Cancel {
  let lock: WakeLockSentinel | null = null;
  let over = false;
  const ask = async () => {
    if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    try {
      const given = await navigator.wakeLock.request("screen");
      if (over) await given.release();
      else lock = given;
    } catch {
      // A nearly empty battery: the screen goes dark, the place is kept.
    }
  };
  void ask();
  document.addEventListener("visibilitychange", ask);
  return () => {
    over = true;
    document.removeEventListener("visibilitychange", ask);
    void lock?.release().catch(() => undefined);
  };
}
