// What a patient's browser has to fetch until the first screen can be used.

import { test } from "vitest";
import { launch } from "../lib/browsers.ts";
import { looks } from "../lib/looks.ts";
import { report } from "../lib/results.ts";
import { until } from "../lib/until.ts";
import { Visit } from "../lib/visit.ts";

/** What had been fetched when the way on could be pressed; null until then. What is fetched ahead of need comes later. */
interface Usable {
  readonly bytes: number;
  readonly requests: number;
  readonly afterMs: number;
}

function watchForContinue(): void {
  const noted: { usable: Usable | null } = { usable: null };
  Object.assign(window, { noted });
  new MutationObserver((_, observer) => {
    const buttons = [...document.querySelectorAll("button")];
    if (!buttons.some((button) => button.textContent?.trim() === "Continue" && !button.disabled)) return;
    observer.disconnect();
    const afterMs = performance.now();
    const kinds = ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind));
    const fetched = (kinds as PerformanceResourceTiming[]).filter((entry) => entry.responseEnd > 0);
    const bytes = fetched.reduce((sum, entry) => sum + entry.transferSize, 0);
    noted.usable = { bytes, requests: fetched.length, afterMs };
  }).observe(document, { childList: true, subtree: true, attributes: true });
}

test("first screen", async () => {
  await using visit = await Visit.begin();
  const browser = await launch({ browser: "chromium", look: looks.green });
  try {
    const page = await browser.newPage();
    await page.evaluateOnNewDocument(watchForContinue);
    await page.goto(visit.demo.links.patient, { waitUntil: "domcontentloaded" });
    const noted = () => page.evaluate(() => (window as unknown as { noted: { usable: Usable | null } }).noted.usable);
    const { bytes, requests, afterMs } = await until("the first screen", noted);
    report("Patient's first screen", `${(bytes / 1000).toFixed(1)} kB in ${requests} requests`, "60 kB");
    report("Patient's first screen usable after", `${afterMs.toFixed(0)} ms`);
  } finally {
    await browser.close();
  }
});
