// What must not end a visit: a reload, ten seconds without a network, a clinician who steps out, a server that dies.

import { expect, test } from "vitest";
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

test("a phone that slept for twenty seconds is back by itself", async () => {
  await using visit = await Visit.begin();
  const { clinician, patient } = await visit.underWay("Ann");
  patient.sleep();
  try {
    await clinician.seesText("Ann lost the connection");
    await throughout("the clinician keeps Ann's place", 15_000, () => clinician.hasPictureOf("Ann"));
  } finally {
    patient.wake();
  }
  await patient.seesPicture(`Video of ${CLINICIAN}`, "red");
  await clinician.seesPicture("Video of Ann", "green");
  await clinician.hears("Video of Ann", patient.look.hz);
  expect(await patient.code()).toBe(await clinician.code());
});

test("a server that dies and comes back has lost nothing that people notice", async () => {
  await using visit = await Visit.begin();
  const { clinician, patient } = await visit.underWay("Ann");
  await visit.demo.kill();
  await patient.write("written while the server was gone");
  await visit.demo.revive();
  await clinician.seesPicture("Video of Ann", "green", 60_000);
  await patient.seesPicture(`Video of ${CLINICIAN}`, "red", 60_000);
  await patient.hears(`Video of ${CLINICIAN}`, clinician.look.hz);
  expect(await patient.code()).toBe(await clinician.code());
  await clinician.end();
  await patient.seesText("The visit has ended");
});
