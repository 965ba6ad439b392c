// Three people: who sees and hears whom, what happens to the rest when one leaves or is taken out, and a link made during the visit.

import { expect, test } from "vitest";
import { CLINICIAN, Visit } from "./lib/visit.ts";

test("three people see and hear each other, and one code binds them", async () => {
  await using visit = await Visit.begin();
  const { clinician, patient } = await visit.underWay("Ann");
  const alone = await clinician.code();
  const companion = await visit.companion();
  await companion.enter("Ben");
  await clinician.admit("Ben");
  await companion.talks();

  await clinician.seesPicture("Video of Ann", "green");
  await clinician.seesPicture("Video of Ben", "blue");
  await patient.seesPicture("Video of Ben", "blue");
  await companion.seesPicture("Video of Ann", "green");
  await companion.seesPicture(`Video of ${CLINICIAN}`, "red");
  await companion.hears("Video of Ann", patient.look.hz);
  await patient.hears("Video of Ben", companion.look.hz);
  await clinician.hears("Video of Ben", companion.look.hz);

  const code = await companion.code();
  expect(code).not.toBe(alone);
  expect(await clinician.code()).toBe(code);
  expect(await patient.code()).toBe(code);
  expect(await visit.wrongs()).toEqual([]);
});

test("one who leaves is gone for the others, who talk on", async () => {
  await using visit = await Visit.begin();
  const { clinician, patient } = await visit.underWay("Ann");
  const companion = await visit.companion();
  await companion.enter("Ben");
  await clinician.admit("Ben");
  await patient.seesPicture("Video of Ben", "blue");

  await companion.leave();
  await companion.seesText("You have left the visit");
  await patient.isGone("Ben");
  await clinician.isGone("Ben");
  await clinician.seesPicture("Video of Ann", "green");
  expect(await patient.code()).toBe(await clinician.code());
  expect(await visit.wrongs()).toEqual([]);
});

test("one who is taken out is told, and cannot come back with the same link", async () => {
  await using visit = await Visit.begin();
  const { clinician, patient } = await visit.underWay("Ann");
  const companion = await visit.companion();
  await companion.enter("Ben");
  await clinician.admit("Ben");
  await patient.seesPicture("Video of Ben", "blue");

  await clinician.press("People");
  await clinician.press("Remove Ben");
  await companion.seesText("You are no longer in the visit");
  await patient.isGone("Ben");
  await patient.seesPicture(`Video of ${CLINICIAN}`, "red");

  await companion.goTo("about:blank");
  await companion.goTo(visit.demo.links.companion);
  await companion.seesText("You are no longer in the visit");
});

test("a link made during the visit leads into it", async () => {
  await using visit = await Visit.begin();
  const { clinician, patient } = await visit.underWay("Ann");
  const link = await clinician.invite("companion");
  const companion = await visit.companion({ link });
  await companion.enter("Cleo");
  await clinician.admit("Cleo");
  await companion.seesPicture("Video of Ann", "green");
  await patient.seesPicture("Video of Cleo", "blue");
  expect(await visit.wrongs()).toEqual([]);
});

test("a full visit says so, to those who invite and to those who come back", async () => {
  await using visit = await Visit.begin({ capacity: 3 });
  const { clinician } = await visit.underWay("Ann");
  await clinician.tryToInvite("companion");
  await clinician.seesText("The link could not be made");
  await clinician.press("Close");

  const companion = await visit.companion();
  await companion.enter("Ben");
  await companion.leave();
  await companion.seesText("You have left the visit");
  await clinician.invite("companion");
  await companion.goTo("about:blank");
  await companion.goTo(visit.demo.links.companion);
  await companion.enterInVain("Ben");
  await companion.seesText("There is no free place in this visit");
});
