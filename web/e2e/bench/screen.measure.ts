// What a patient's browser has to fetch until the first screen can be used.

import { test } from "vitest";
import { launch } from "../lib/browsers.ts";
import { looks } from "../lib/looks.ts";
import { aria } from "../lib/person.ts";
import { report } from "../lib/results.ts";
import { Visit } from "../lib/visit.ts";

test("first screen", async () => {
  await using visit = await Visit.begin();
  const browser = await launch({ browser: "chromium", look: looks.green });
  try {
    const page = await browser.newPage();
    const session = await page.createCDPSession();
    await session.send("Network.enable");
    let bytes = 0;
    let requests = 0;
    session.on("Network.loadingFinished", ({ encodedDataLength }) => {
      bytes += encodedDataLength;
      requests += 1;
    });
    const begin = performance.now();
    await page.goto(visit.demo.links.patient, { waitUntil: "domcontentloaded" });
    await page.locator(aria("Continue", "button")).wait();
    const took = performance.now() - begin;
    report("Patient's first screen", `${(bytes / 1000).toFixed(1)} kB in ${requests} requests`, "60 kB");
    report("Patient's first screen usable after", `${took.toFixed(0)} ms`);
  } finally {
    await browser.close();
  }
});
