// What a patient's browser has fetched, and for how long it has worked, when the first screen can be used.

import { test } from "vitest";
import { launch } from "../lib/browsers.ts";
import { Demo } from "../lib/demo.ts";
import { looks } from "../lib/looks.ts";
import { aria } from "../lib/person.ts";
import { RUNS, report } from "./report.ts";

test("first screen", async () => {
  await using demo = await Demo.start();
  const [bytes, requests, waits]: [number[], number[], number[]] = [[], [], []];
  for (let run = 0; run < RUNS; run++) {
    const browser = await launch({ browser: "chromium", look: looks.green });
    const page = await browser.newPage();
    const network = await page.createCDPSession();
    await network.send("Network.enable");
    let [sum, count] = [0, 0];
    network.on("Network.requestWillBeSent", ({ request }) => {
      if (!request.url.startsWith("data:")) count += 1;
    });
    network.on("Network.loadingFinished", ({ encodedDataLength }) => {
      sum += encodedDataLength;
    });
    const begin = performance.now();
    await page.goto(demo.links.patient, { waitUntil: "domcontentloaded" });
    await page.locator(aria("Continue", "button")).wait();
    waits.push(performance.now() - begin);
    bytes.push(sum);
    requests.push(count);
    await browser.close();
  }
  report("first screen bytes", bytes);
  report("first screen requests", requests);
  report("first screen wait", waits);
});
