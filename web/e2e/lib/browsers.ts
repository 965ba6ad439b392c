// Starts browsers as a person has them: English, with a camera and a microphone that show and sound like that person.

import puppeteer, { type Browser } from "puppeteer-core";
import { cameraFile, type Look, microphoneFile } from "./looks.ts";
import { chromium, firefox } from "./places.ts";

export type BrowserName = "chromium" | "firefox";

/** What the browser says of camera and microphone; `missing` is pretended in the page, since a developer's machine has both. */
export type Devices = "working" | "refused" | "missing";

export interface BrowserOptions {
  readonly browser: BrowserName;
  readonly look: Look;
  readonly devices?: Devices;
}

/** Starts one. */
export function launch({ browser, look, devices = "working" }: BrowserOptions): Promise<Browser> {
  return browser === "chromium" ? launchChromium(look, devices) : launchFirefox(look);
}

function launchChromium(look: Look, devices: Devices): Promise<Browser> {
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
  if (devices === "working") {
    args.push("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream");
    args.push(`--use-file-for-fake-video-capture=${cameraFile(look)}`);
    args.push(`--use-file-for-fake-audio-capture=${microphoneFile(look)}`);
  } else if (devices === "refused") {
    args.push("--use-fake-ui-for-media-stream=deny", "--use-fake-device-for-media-stream");
  }
  return puppeteer.launch({
    executablePath: chromium(),
    headless: true,
    args,
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
