// The waiting room and the door: nothing is sent or received before admission, messages arrive, and turning away is final.

import { expect, test } from "vitest";
import { throughout, until } from "./lib/until.ts";
import { CLINICIAN, Visit } from "./lib/visit.ts";

test("who waits sends and receives no media, though the others talk", async () => {
  await using visit = await Visit.begin();
  const { clinician } = await visit.underWay("Ann");
  const companion = await visit.companion();
  await companion.enter("Ben");
  await clinician.seesWaiting("Ben");
  await throughout("no packet to or from the waiting room", 3_000, async () => {
    const { sent, received } = await companion.packets();
    return sent === 0 && received === 0;
  });
  expect(await clinician.hasPictureOf("Ben")).toBe(false);

  await clinician.admit("Ben");
  await until("a place for Ben's picture", () => clinician.hasPictureOf("Ben"));
  await companion.seesPicture(`Video of ${CLINICIAN}`, "red");
  const { sent, received } = await companion.packets();
  expect(sent, "the measure must be able to fail").toBeGreaterThan(0);
  expect(received).toBeGreaterThan(0);
});

test("who waits learns their place, the delay and what the practice says", async () => {
  await using visit = await Visit.begin();
  const patient = await visit.patient();
  await patient.enter("Ann");
  await patient.seesText(`${CLINICIAN} has not arrived yet`);
  await patient.seesText("You are next.");

  const clinician = await visit.clinician();
  await clinician.seesWaiting("Ann");
  await patient.seesText(`${CLINICIAN} sees that you are here.`);

  const companion = await visit.companion();
  await companion.enter("Ben");
  await companion.seesText("1 person is before you.");

  await clinician.press("Message to Ann");
  await clinician.type("Message to Ann", "I am looking for your letter.");
  await clinician.press("Send message");
  await patient.seesText("I am looking for your letter.");
  expect(await companion.reads("I am looking for your letter.")).toBe(false);

  await clinician.choose("Delay", "10 min late");
  await patient.seesText("about 10 minutes late");
  expect(await visit.wrongs()).toEqual([]);
});

test("who is turned away is told, and stays outside", async () => {
  await using visit = await Visit.begin();
  const clinician = await visit.clinician();
  const patient = await visit.patient();
  await patient.enter("Ann");
  await clinician.press("Refuse Ann");
  await clinician.press("I expect someone else");
  await patient.seesText("You were not let in");
  await patient.goTo("about:blank");
  await patient.goTo(visit.demo.links.patient);
  await patient.seesText("You were not let in");
});

test("without camera and microphone there is a way on", async () => {
  await using visit = await Visit.begin();
  const clinician = await visit.clinician();
  const patient = await visit.patient({ devices: "missing" });
  await patient.press("Continue");
  await patient.type("Your name", "Ann");
  await patient.press("Continue");
  await patient.seesText("Do you agree");
  await patient.press("Continue");
  await patient.seesText("We found no camera");
  await patient.press("Continue without camera");
  await patient.seesText("We found no microphone");
  await patient.press("Continue without microphone");
  await patient.enter("Ann");
  await clinician.admit("Ann");
  await patient.seesPicture(`Video of ${CLINICIAN}`, "red");
  await patient.hears(`Video of ${CLINICIAN}`, clinician.look.hz);
  await clinician.seesText("Camera is off");
});

test("a patient in a hurry is seen and heard all the same", async () => {
  await using visit = await Visit.begin();
  const clinician = await visit.clinician();
  const patient = await visit.patient();
  await patient.press("Continue");
  await patient.type("Your name", "Ann");
  while (!(await patient.has("Enter the waiting room", "button"))) await patient.press("Continue");
  await patient.press("Enter the waiting room");
  await clinician.admit("Ann");
  await clinician.seesPicture("Video of Ann", "green");
  await clinician.hears("Video of Ann", patient.look.hz);
});

test("a refused camera is explained, and the person may go on without it", async () => {
  await using visit = await Visit.begin();
  const patient = await visit.patient({ devices: "refused" });
  await patient.press("Continue");
  await patient.type("Your name", "Ann");
  await patient.press("Continue");
  await patient.seesText("Do you agree");
  await patient.press("Continue");
  await patient.seesText("The browser does not let us use your camera");
  await patient.press("Continue without camera");
  await patient.seesText("The browser does not let us use your microphone");
});

test("who does not agree has sent nothing", async () => {
  await using visit = await Visit.begin();
  const clinician = await visit.clinician();
  const patient = await visit.patient();
  await patient.press("Continue");
  await patient.type("Your name", "Ann");
  await patient.press("Continue");
  await patient.press("I do not agree");
  await patient.seesText("You have not agreed, and that is all right");
  await throughout("nobody is shown as waiting", 1_000, async () => !(await clinician.has("Admit Ann", "button")));
});
