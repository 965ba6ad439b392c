// Every screen, as people see it: pictures for those who look at them, and axe, which must find nothing.

import { expect, test } from "vitest";
import { look } from "./lib/screens.ts";
import { CLINICIAN, Visit } from "./lib/visit.ts";

/** A patient's screens before the waiting room, in order. */
const SCREENS = ["invitation", "name", "consent", "camera", "microphone", "speaker", "alone", "headphones", "ready"];

test("the way of a patient", async () => {
  await using visit = await Visit.begin();
  const found: string[] = [];
  const patient = await visit.patient();
  const names = [...SCREENS];
  await patient.enter("Ann", async () => {
    found.push(...(await look(patient, `guest-${names.shift() ?? "unknown"}`)));
  });
  expect(names, "screens that were not seen").toEqual([]);
  found.push(...(await look(patient, "guest-waiting")));

  const second = await visit.patient();
  await second.enterInVain("Ann");
  await second.seesText("Your visit is open somewhere else");
  found.push(...(await look(second, "guest-taken")));
  await second.press("Continue here");
  await patient.seesText("Someone opened your link elsewhere");
  found.push(...(await look(patient, "guest-contested")));
  await patient.press("Stay here");
  await second.seesText("Your visit stays in the other browser");
  found.push(...(await look(second, "guest-seat-kept")));
  expect(found).toEqual([]);
});

test("desk, call and receipts", async () => {
  await using visit = await Visit.begin();
  const found: string[] = [];
  const clinician = await visit.clinician();
  await clinician.seesText("Today's visits");
  found.push(...(await look(clinician, "desk-empty")));
  const patient = await visit.patient();
  await patient.enter("Ann");
  await clinician.seesWaiting("Ann");
  found.push(...(await look(clinician, "desk-waiting")));
  await clinician.press("Refuse Ann");
  found.push(...(await look(clinician, "desk-refuse")));
  await clinician.press("Close");

  await clinician.admit("Ann");
  await patient.talks();
  await patient.seesPicture(`Video of ${CLINICIAN}`, "red");
  await clinician.seesPicture("Video of Ann", "green");
  await patient.code();
  await patient.press("Chat");
  found.push(...(await look(patient, "call-patient")));
  await patient.write("Good morning");
  found.push(...(await look(patient, "call-patient-chat")));
  await clinician.seesText("Good morning");
  await clinician.press("Compare");
  found.push(...(await look(clinician, "call-clinician-code")));
  await clinician.press("People");
  found.push(...(await look(clinician, "call-clinician-people")));

  const companion = await visit.companion();
  await companion.enter("Ben");
  await clinician.seesWaiting("Ben");
  found.push(...(await look(clinician, "call-clinician-door")));
  await clinician.press("Curtain");
  found.push(...(await look(clinician, "call-curtain")));
  await clinician.press("Open the curtain");

  await clinician.end();
  await patient.seesText("The visit has ended");
  found.push(...(await look(patient, "guest-ended")));
  await clinician.seesText("The visit has ended");
  found.push(...(await look(clinician, "desk-ended")));
  expect(found).toEqual([]);
});

test("pages without a visit", async () => {
  await using visit = await Visit.begin();
  const found: string[] = [];
  const guest = await visit.patient({ link: visit.demo.url });
  await guest.seesText("You need a link");
  found.push(...(await look(guest, "landing")));
  await guest.goTo(visit.demo.links.patient.slice(0, -3));
  await guest.seesText("Part of the link is missing");
  found.push(...(await look(guest, "problem-link-damaged")));
  await guest.goTo("about:blank");
  await guest.goTo(visit.demo.links.companion);
  await guest.press("Continue");
  await guest.type("Your name", "Ben");
  await guest.press("Continue");
  await guest.press("I do not agree");
  await guest.seesText("You have not agreed");
  found.push(...(await look(guest, "guest-declined")));
  expect(found).toEqual([]);
});
