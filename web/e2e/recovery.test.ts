// What must not end a visit: a reload, ten seconds without a network, a clinician who steps out, a server that dies.

import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { Demo } from "./lib/demo.ts";
import { throughout } from "./lib/until.ts";
import { CLINICIAN, Visit } from "./lib/visit.ts";

test("a patient who reloads is back in the call without a question", async () => {
  await using visit = await Visit.begin();
  const { clinician, patient } = await visit.underWay("Ann");
  await patient.reload();
  await patient.talks();
  await patient.seesPicture(`Video of ${CLINICIAN}`, "red");
  await clinician.seesPicture("Video of Ann", "green");
  await clinician.hears("Video of Ann", patient.look.hz);
  expect(await patient.code()).toBe(await clinician.code());
  expect(await visit.wrongs()).toEqual([]);
});

test("a patient who reloads while waiting keeps name and place", async () => {
  await using visit = await Visit.begin();
  const clinician = await visit.clinician();
  const patient = await visit.patient();
  await patient.enter("Ann");
  await clinician.seesWaiting("Ann");
  await patient.reload();
  await patient.waits();
  await clinician.admit("Ann");
  await patient.seesPicture(`Video of ${CLINICIAN}`, "red");
});

test("a clinician who reloads is back, and the patient stayed", async () => {
  await using visit = await Visit.begin();
  const { clinician, patient } = await visit.underWay("Ann");
  await clinician.reload();
  await clinician.talks(60_000);
  await clinician.seesPicture("Video of Ann", "green", 60_000);
  await patient.seesPicture(`Video of ${CLINICIAN}`, "red");
  await patient.hears(`Video of ${CLINICIAN}`, clinician.look.hz);
  expect(await patient.code()).toBe(await clinician.code());
});

test("a clinician who steps out can go in again", async () => {
  await using visit = await Visit.begin();
  const { clinician, patient } = await visit.underWay("Ann");
  await clinician.press("Step out");
  await clinician.press("Go into the room again");
  await clinician.seesPicture("Video of Ann", "green");
  await patient.seesPicture(`Video of ${CLINICIAN}`, "red");
});

test("ten seconds without a network end nothing, and lose no message", async () => {
  await using visit = await Visit.begin();
  const { clinician, patient } = await visit.underWay("Ann");
  visit.demo.freeze();
  try {
    await patient.write("written while the network was away");
    await throughout("the patient is still in the call", 10_000, () => patient.has("Leave", "button"));
  } finally {
    visit.demo.thaw();
  }
  await clinician.seesText("written while the network was away");
  await patient.seesPicture(`Video of ${CLINICIAN}`, "red");
  await clinician.seesPicture("Video of Ann", "green");
  await patient.hears(`Video of ${CLINICIAN}`, clinician.look.hz);
  expect(await patient.code()).toBe(await clinician.code());
});

test("a server that was killed leaves nothing behind once it starts again", async () => {
  await using visit = await Visit.begin();
  await visit.underWay("Ann-of-the-marker");
  const { dataDir } = visit.demo;
  await visit.demo.kill();
  await using again = await Demo.start({ dataDir });
  expect(readdirSync(dataDir).length).toBeGreaterThan(0);
  expect(again.log).not.toContain("Ann-of-the-marker");
});
