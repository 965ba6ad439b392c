// A practice from nothing: the first start, passkeys, colleagues, and a visit that was planned at the desk.

import { expect, test } from "vitest";
import { Guest } from "./lib/guest.ts";
import { looks } from "./lib/looks.ts";
import type { Person } from "./lib/person.ts";
import { Practice } from "./lib/practice.ts";
import { look } from "./lib/screens.ts";
import { Staff } from "./lib/staff.ts";

const ADA = "Dr. Ada Brandt";
const BEN = "Dr. Ben Okafor";
const CEM = "Cem Yildiz";

async function wrongs(...people: Person[]): Promise<readonly string[]> {
  return (await Promise.all(people.map((person) => person.wrongs()))).flat();
}

test("a practice is set up, a colleague enrols, and holds a visit with a patient", async () => {
  await using practice = await Practice.start();
  const { url } = practice;
  const findings: string[] = [];
  expect(practice.setupLines()).toHaveLength(1);
  await using ada = await Staff.open(await practice.setupLink(), { look: looks.red, url });
  await ada.found("Willow Street", ADA, async (screen) => {
    findings.push(...(await look(ada, `enrol-${screen}`)));
  });
  // The founder is at the desk at once.
  await ada.sees("New visit", "button");
  expect(await ada.passkeys()).toBe(1);
  findings.push(...(await look(ada, "account-desk")));

  // A colleague.
  await ada.press("Practice");
  const colleague = await ada.inviteColleague(BEN, "Clinician");
  await using ben = await Staff.open(colleague, { look: looks.blue, url });
  await ben.seesText("Welcome to Willow Street");
  await ben.seesText(ADA);
  findings.push(...(await look(ben, "enrol-welcome")));
  await ben.press("Continue");
  await ben.enrol();
  await ben.seesText("One step is left");
  findings.push(...(await look(ben, "enrol-unconfirmed")));
  await ada.sees(`Confirm ${BEN}`, "button");
  findings.push(...(await look(ada, "practice")));
  await ada.press(`Confirm ${BEN}`);
  // His page notices by itself, and is a desk then.
  await ben.sees("New visit", "button");

  // He signs in again, on a page that has forgotten everything, and plans a visit.
  await ben.goTo(`${url}/sign-in`);
  findings.push(...(await look(ben, "sign-in")));
  await ben.signIn();
  const link = await ben.planVisit();
  await using patient = await Guest.open(link, { look: looks.green, url });
  await patient.seesText(BEN);
  await patient.enter("Ann");
  await ben.admit("Ann");
  await ben.talks();
  await patient.talks();
  await ben.seesPicture("Video of Ann", "green");
  await patient.seesPicture(`Video of ${BEN}`, "blue");
  expect(await ben.code()).toBe(await patient.code());

  // A reload takes the keys away; signing in again leads straight back into the room.
  await ben.reload();
  await ben.signIn();
  await ben.talks();
  await ben.seesPicture("Video of Ann", "green");
  await ben.end();
  await patient.seesText("The visit has ended");

  expect(findings).toEqual([]);
  expect(await wrongs(ada, ben, patient)).toEqual([]);
  for (const name of ["Ada", "Ben", "Ann", "Willow"]) expect(practice.log).not.toContain(name);
});

test("access that was ended is gone at once, and a used link leads nowhere", async () => {
  await using practice = await Practice.start();
  const { url } = practice;
  const setup = await practice.setupLink();
  await using ada = await Staff.open(setup, { look: looks.red, url });
  await ada.found("Willow Street", ADA);
  await ada.press("Practice");
  const colleague = await ada.inviteColleague(BEN, "Clinician");
  await using ben = await Staff.open(colleague, { look: looks.blue, url });
  await ben.press("Continue");
  await ben.enrol();
  await ada.press(`Confirm ${BEN}`);
  await ben.sees("New visit", "button");

  await ada.press(`End access of ${BEN}`);
  await ada.press("End access");
  await ben.seesText("Your session has ended");
  await ben.signIn();
  await ben.seesText("The practice does not know this passkey");
  await ben.goTo(setup);
  await ben.seesText("This link can no longer be used");
  // What the link was kept for is over, so nothing is kept of it.
  await ben.goTo(colleague);
  await ben.seesText("We do not know this link");
});

test("an administrator who was confirmed can invite and confirm colleagues, too", async () => {
  await using practice = await Practice.start();
  const { url } = practice;
  await using ada = await Staff.open(await practice.setupLink(), { look: looks.red, url });
  await ada.found("Willow Street", ADA);
  await ada.press("Practice");
  await using cem = await Staff.open(await ada.inviteColleague(CEM, "Administrator"), { look: looks.green, url });
  await cem.press("Continue");
  await cem.enrol();
  await ada.press(`Confirm ${CEM}`);

  // The practice's key came with the certificate, and was taken without a word.
  await cem.sees("Invite a colleague", "button");
  await using ben = await Staff.open(await cem.inviteColleague(BEN, "Clinician"), { look: looks.blue, url });
  await ben.seesText(CEM);
  await ben.press("Continue");
  await ben.enrol();
  await cem.press(`Confirm ${BEN}`);
  await ben.sees("New visit", "button");
  expect(await wrongs(ada, ben, cem)).toEqual([]);
});

test("a device that cannot keep keys, or does not know its owner, says what to do, and nothing is lost", async () => {
  await using practice = await Practice.start();
  const { url } = practice;
  await using ada = await Staff.open(await practice.setupLink(), { look: looks.red, url, keeper: "refuses" });
  await ada.type("Name of the practice", "Willow Street");
  await ada.press("Continue");
  await ada.type("Your name", ADA);
  await ada.press("Continue");
  await ada.press("Make a passkey");
  await ada.seesText("No passkey was made");
  await ada.plugInAnother("secrets");
  await ada.enrol();
  await ada.sees("New visit", "button");

  // The device forgets: the page says so, and stays where it is.
  await ada.goTo(`${url}/sign-in`);
  await ada.losePasskeys();
  await ada.signIn();
  await ada.seesText("You were not signed in");
});

test("a passkey without a secret is not taken", async () => {
  await using practice = await Practice.start();
  const { url } = practice;
  await using ada = await Staff.open(await practice.setupLink(), { look: looks.red, url, keeper: "noSecrets" });
  await ada.type("Name of the practice", "Willow Street");
  await ada.press("Continue");
  await ada.type("Your name", ADA);
  await ada.press("Continue");
  await ada.press("Make a passkey");
  await ada.seesText("This passkey cannot lock your keys");
});

test("the server restarts: the practice is there, and no set-up link is", async () => {
  await using practice = await Practice.start();
  const { url } = practice;
  const first = await practice.setupLink();
  await practice.stop();
  await practice.serve();
  const second = await practice.setupLink();
  expect(second).not.toBe(first);
  await using ada = await Staff.open(first, { look: looks.red, url });
  await ada.seesText("We do not know this link");
  await ada.goTo(second);
  await ada.found("Willow Street", ADA);
  await ada.sees("New visit", "button");
  await practice.stop();
  await practice.serve();
  await ada.goTo(`${url}/sign-in`);
  await ada.signIn();
  await ada.sees("New visit", "button");
  expect(practice.setupLines()).toEqual([]);
});
