// Starts browsers as a person has them: English, with a camera and a microphone that show and sound like that person.

import puppeteer, { type Browser } from "puppeteer-core";
import { cameraFile, type Look, microphoneFile } from "./looks.ts";
import type { Network } from "./network.ts";
import { chromium, firefox } from "./places.ts";

export type BrowserName = "chromium" | "firefox";

/** What the browser says of camera and microphone; `missing` is pretended in the page, since a developer's machine has both. */
export type Devices = "working" | "refused" | "missing";

export interface BrowserOptions {
  readonly browser: BrowserName;
  readonly look: Look;
  readonly devices?: Devices;
  /** By which the browser reaches the server. */
  readonly network?: Network;
  /** Whether the browser is behind it, or at its other end, where the server is. */
  readonly behind?: boolean;
  /** A proxy that the browser is told to use. */
  readonly proxy?: string;
}

/** Starts one. */
export function launch(options: BrowserOptions): Promise<Browser> {
  return options.browser === "chromium" ? launchChromium(options) : launchFirefox(options.look);
}

function launchChromium({ look, devices = "working", network, behind, proxy }: BrowserOptions): Promise<Browser> {
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-renderer-backgrounding",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--lang=en-US",
    "--mute-audio",
  ];
  if (network) args.push(...network.flags());
  if (proxy !== undefined) args.push(`--proxy-server=${proxy}`);
  if (devices === "working") {
    args.push("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream");
    args.push(`--use-file-for-fake-video-capture=${cameraFile(look)}`);
    args.push(`--use-file-for-fake-audio-capture=${microphoneFile(look)}`);
  } else if (devices === "refused") {
    args.push("--use-fake-ui-for-media-stream=deny", "--use-fake-device-for-media-stream");
  }
  return puppeteer.launch({
    executablePath: network && behind ? network.program() : chromium(),
    headless: true,
    args,
    // No port of a browser in a network of its own is reachable from here.
    pipe: behind === true,
    env: { ...process.env, LANGUAGE: "en" },
  });
}

function launchFirefox(look: Look): Promise<Browser> {
  return puppeteer.launch({
    browser: "firefox",
    executablePath: firefox(),
    headless: true,
    extraPrefsFirefox: {
      "media.navigator.streams.fake": true,
      "media.navigator.audio.fake_frequency": look.hz,
      "media.navigator.permission.disabled": true,
      "media.autoplay.default": 0,
      "intl.accept_languages": "en-US, en",
    },
  });
}
