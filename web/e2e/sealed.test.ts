// No unsealed way in or out: a browser that cannot seal is told so before anything is asked, and a frame that cannot be sealed stays where it is.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dataRoot } from "./lib/places.ts";
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
  const sum = (counter: "framesEncoded" | "bytesSent") =>
    patient.page.evaluate(async (name) => {
      let total = 0;
      for (const peer of window.watched.peers) {
        for (const report of (await peer.getStats()).values() as Iterable<Record<string, number | string>>) {
          if (report.type === "outbound-rtp") total += Number(report[name] ?? 0);
        }
      }
      return total;
    }, counter);
  await until("frames that want to leave", async () => (await sum("framesEncoded")) > 10);
  await throughout("no byte of media leaves", 5_000, async () => (await sum("bytesSent")) === 0);
});

test("what people write, send and are called is sealed before it reaches the signalling connection", async () => {
  await using visit = await Visit.begin();
  const clinician = await visit.clinician();
  const patient = await visit.patient();
  const frames: string[] = [];
  for (const { page } of [clinician, patient]) {
    const session = await page.createCDPSession();
    await session.send("Network.enable");
    session.on("Network.webSocketFrameSent", ({ response }) => frames.push(response.payloadData));
    session.on("Network.webSocketFrameReceived", ({ response }) => frames.push(response.payloadData));
  }
  await patient.enter("Annabel-Marker");
  await clinician.admit("Annabel-Marker");
  await clinician.talks();
  await patient.talks();
  await patient.write("a word that nobody else reads");
  await clinician.seesText("a word that nobody else reads");
  const path = join(dataRoot, "a file that nobody else names.txt");
  writeFileSync(path, "a line that nobody else reads".repeat(100));
  await clinician.attach(path);
  await patient.seesText("a file that nobody else names.txt");
  await patient.sees("Save a file that nobody else names.txt", "button");

  const said = frames.join("\n");
  expect(frames.filter((frame) => frame.includes('"type":"application"')).length).toBeGreaterThan(10);
  for (const marker of ["Annabel-Marker", "a word that nobody", "a file that nobody", "a line that nobody"]) {
    // As it is, and as base64 of each of the three alignments would have it.
    const forms = [0, 1, 2].map((shift) => {
      const text = Buffer.from(" ".repeat(shift) + marker).toString("base64url");
      return text.slice(shift === 0 ? 0 : 4, -4);
    });
    expect([marker, ...forms].filter((form) => said.includes(form))).toEqual([]);
  }
});
