// No unsealed way in or out: a browser that cannot seal is told so before anything is asked, and a frame that cannot be sealed stays where it is.

import { expect, test } from "vitest";
import { throughout, until } from "./lib/until.ts";
import { Visit } from "./lib/visit.ts";

test("a browser without encoded transforms is told what to do instead", async () => {
  await using visit = await Visit.begin();
  const patient = await visit.patient({
    before: () => Reflect.deleteProperty(window, "RTCRtpScriptTransform"),
  });
  await patient.seesText("This browser cannot keep your visit private");
  expect(await patient.packets()).toEqual({ sent: 0, received: 0 });
});

test("a frame whose sealing fails never leaves the browser", async () => {
  await using visit = await Visit.begin();
  const clinician = await visit.clinician();
  const patient = await visit.patient({
    // Each transform stands where it belongs, but the worker is not told what it is for, and so cannot seal.
    before: () => {
      window.RTCRtpScriptTransform = new Proxy(window.RTCRtpScriptTransform, {
        construct: (transform, [worker]: [Worker]) => new transform(worker, {}),
      });
    },
  });
  await patient.enter("Ann");
  await clinician.admit("Ann");
  await until("a place for Ann's picture", () => clinician.hasPictureOf("Ann"));
  const payload = () =>
    patient.page.evaluate(async () => {
      let bytes = 0;
      for (const peer of window.watched.peers) {
        for (const report of (await peer.getStats()).values() as Iterable<Record<string, number | string>>) {
          if (report.type === "outbound-rtp") bytes += Number(report.bytesSent ?? 0);
        }
      }
      return bytes;
    });
  await throughout("no byte of media leaves", 5_000, async () => (await payload()) === 0);
});
