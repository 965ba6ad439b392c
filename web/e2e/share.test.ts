// What people show and hand over in a call, and the curtain that stops all of it at once.

import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dataRoot } from "./lib/places.ts";
import { throughout, until } from "./lib/until.ts";
import { CLINICIAN, Visit } from "./lib/visit.ts";

test("a shared screen arrives beside the camera, and goes when it is stopped", async () => {
  await using visit = await Visit.begin();
  const { clinician, patient } = await visit.underWay();
  await patient.seesPicture(`Video of ${CLINICIAN}`, "red");
  await clinician.press("Share screen");
  // The screen that Chromium pretends to share is green.
  await patient.seesPicture(`Screen of ${CLINICIAN}`, "green");
  await patient.seesPicture(`Video of ${CLINICIAN}`, "red");
  await clinician.seesText("You are sharing your screen");
  await clinician.press("Stop sharing the screen");
  await until("no screen", async () => (await patient.page.$(`video[aria-label="Screen of ${CLINICIAN}"]`)) === null);
  await patient.seesPicture(`Video of ${CLINICIAN}`, "red");
  expect(await visit.wrongs()).toEqual([]);
});

test("a file arrives whole, and is saved as it was", async () => {
  const dir = join(dataRoot, "files");
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(join(dir, "saved"), { recursive: true });
  const bytes = randomBytes(700_001);
  writeFileSync(join(dir, "blood test.pdf"), bytes);

  await using visit = await Visit.begin();
  const { clinician, patient } = await visit.underWay();
  const session = await clinician.page.createCDPSession();
  await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: join(dir, "saved") });
  await patient.attach(join(dir, "blood test.pdf"));
  await clinician.seesText("blood test.pdf");
  await clinician.press("Save blood test.pdf");
  const saved = join(dir, "saved", "blood test.pdf");
  await until("the saved file", () => existsSync(saved) && readFileSync(saved).length === bytes.length);
  expect(sha256(readFileSync(saved))).toBe(sha256(bytes));
  expect(await visit.wrongs()).toEqual([]);
});

test("the curtain stops picture and sound with one key, and opens again", async () => {
  await using visit = await Visit.begin();
  const { clinician, patient } = await visit.underWay();
  await clinician.seesPicture("Video of Ann", "green");
  await clinician.hears("Video of Ann", patient.look.hz);
  await patient.page.keyboard.down("Alt");
  await patient.page.keyboard.press("KeyC");
  await patient.page.keyboard.up("Alt");
  await patient.seesText("Your curtain is drawn");
  const sent = async () => (await patient.packets()).sent;
  await until("silence", async () => (await clinician.strongestTone("Video of Ann")) === 0);
  const last = await sent();
  await throughout("no packet of media leaves", 3_000, async () => (await sent()) === last);
  await patient.press("Open the curtain");
  await clinician.seesPicture("Video of Ann", "green");
  await clinician.hears("Video of Ann", patient.look.hz);
  expect(await visit.wrongs()).toEqual([]);
});

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
