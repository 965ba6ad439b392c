// Whether this browser can hold a sealed conversation at all. There is no unsealed way for those that cannot.

export type Capability = "able" | "browserTooOld" | "insecurePage";

/** What is looked at, so that a test can hand in another browser. */
export type BrowserGlobals = Pick<typeof globalThis, "isSecureContext"> & Partial<typeof globalThis>;

export function capability(browser: BrowserGlobals): Capability {
  if (!browser.isSecureContext) return "insecurePage";
  const parts = [
    browser.RTCPeerConnection,
    browser.RTCRtpScriptTransform,
    browser.WebAssembly,
    browser.Worker,
    browser.WebSocket,
    browser.TransformStream,
    browser.crypto?.subtle,
    browser.navigator?.mediaDevices,
  ];
  if (!parts.every(Boolean)) return "browserTooOld";
  const codecs = browser.RTCRtpSender?.getCapabilities?.("video")?.codecs ?? [];
  return codecs.some((codec) => codec.mimeType.toLowerCase() === "video/vp8") ? "able" : "browserTooOld";
}
