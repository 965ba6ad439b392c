// A marked visit: the alias in lists, the reason before it opens, and the officer who hears of it at once.

import { expect, test } from "vitest";
import { Guest } from "./lib/guest.ts";
import { looks } from "./lib/looks.ts";
import { Practice } from "./lib/practice.ts";
import { look } from "./lib/screens.ts";
import { Staff } from "./lib/staff.ts";
import { until } from "./lib/until.ts";

const ADA = "Dr. Ada Brandt";
const OLGA = "Olga Visser";

test("a marked visit is held under its alias, and the officer sees who opened it", async () => {
  await using practice = await Practice.start();
  const { url } = practice;
  const findings: string[] = [];
  await using ada = await Staff.open(await practice.setupLink(), { look: looks.red, url });
  await ada.found("Willow Street", ADA);
  await ada.press("Practice");
  const colleague = await ada.inviteColleague(OLGA, "Privacy officer");
  await using olga = await Staff.open(colleague, { look: looks.blue, url });
  await olga.press("Continue");
  await olga.enrol();
  await ada.press(`Confirm ${OLGA}`);
  await olga.seesText("Nobody has opened a marked visit.");

  await ada.press("Desk");
  await ada.press("New visit");
  await ada.tick("Marked: this person must not be recognisable in lists");
  await ada.press("Make the visit");
  const link = await ada.takeLink("/v/");
  await using patient = await Guest.open(link, { look: looks.green, url });
  await patient.enter("Ann");
  const alias = await until("an alias", async () => /Patient [0-9A-HJKMNP-TV-Z]{4}/.exec(await ada.text())?.[0]);
  // Who planned it as marked has it open.
  await ada.sees(`Admit ${alias}`, "button");
  expect(await ada.reads("Ann")).toBe(false);

  // Signing in again locks it.
  await ada.goTo(`${url}/sign-in`);
  await ada.signIn();
  await ada.seesText("This visit is marked.");
  await ada.seesText(alias);
  expect(await ada.reads("Ann")).toBe(false);
  expect(await ada.has(`Admit ${alias}`, "button")).toBe(false);
  findings.push(...(await look(ada, "marked-locked")));
  await ada.press(`Open with a reason ${alias}`);
  await ada.seesText("privacy officer is told that you opened it");
  findings.push(...(await look(ada, "marked-reason")));
  expect(await olga.reads("Nobody has opened a marked visit.")).toBe(true);
  await ada.tick("I hold this visit, or prepare it");
  await ada.press("Open the visit");

  // Without a reload.
  await olga.seesText("1 marked visit was opened since you last looked.");
  await olga.seesText(`Opened the visit of ${alias}. Reason given: I hold this visit, or prepare it.`);
  expect(await olga.page.title()).toContain("(1)");
  findings.push(...(await look(olga, "openings")));

  await ada.press(`Admit ${alias}`);
  await ada.talks();
  await patient.talks();
  await ada.seesPicture("Video of Ann", "green");
  await olga.press("I have looked at these");
  await until("nothing new", async () => !(await olga.reads("since you last looked")));
  await ada.end();
  await patient.seesText("The visit has ended");

  expect(findings).toEqual([]);
  expect((await Promise.all([ada, olga, patient].map((person) => person.wrongs()))).flat()).toEqual([]);
  for (const name of ["Ada", "Olga", "Ann", "Willow"]) expect(practice.log).not.toContain(name);
});
