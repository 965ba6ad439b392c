// A practice of two clinicians, a receptionist and an officer, from nothing, as the README says; and what its machine shows of them to who takes it.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { found } from "./lib/found.ts";
import { looks } from "./lib/looks.ts";
import { inMemory } from "./lib/memory.ts";
import { curtain } from "./lib/places.ts";
import { Practice } from "./lib/practice.ts";
import { Staff } from "./lib/staff.ts";

const PRACTICE = "Willow-Marker Street";
const ADA = "Dr. Ada Marker-Brandt";
const BEN = "Dr. Ben Marker-Okafor";
const ROSA = "Rosa Marker-Blum";
const OTTO = "Otto Marker-Levi";

test("two clinicians, a receptionist and an officer set up a practice, and the second administrator invites too", async () => {
  await using practice = await Practice.start();
  const { url } = practice;
  await using ada = await Staff.open(await practice.setupLink(), { look: looks.red, url });
  const sheets = [await ada.found(PRACTICE, ADA)];
  await ada.press("Practice");

  /** Enrols with a link, is confirmed, and sees what shows that they are in. */
  const join_ = async (by: Staff, link: string, name: string, sees: string) => {
    const colleague = await Staff.open(link, { look: looks.blue, url });
    await colleague.press("Continue");
    sheets.push(await colleague.enrol());
    await colleague.seesText("One step is left");
    await by.press(`Confirm ${name}`);
    await colleague.seesText(sees);
    return colleague;
  };

  await using ben = await join_(ada, await ada.inviteColleague(BEN, "Clinician", "Administrator"), BEN, "New visit");
  const toRosa = await ada.inviteColleague(ROSA, "Reception");
  await using rosa = await join_(ada, toRosa, ROSA, "Has an account here; sees no visits.");

  // The founder is away: the second administrator, who has the root key by now, invites the officer and confirms them.
  await ben.goTo(`${url}/sign-in`);
  await ben.signIn();
  await ben.press("Practice");
  const toOtto = await ben.inviteColleague(OTTO, "Privacy officer");
  await using otto = await join_(ben, toOtto, OTTO, ROSA);
  expect((await Promise.all([ada, ben, rosa, otto].map((person) => person.wrongs()))).flat()).toEqual([]);

  // Whoever takes the disk, the backup or the log finds nobody; whoever takes the memory, no sheet. A session's cookie comes with every
  // request, so it is in memory while its page is open, and worth something until that session ends.
  const cookies = (await ada.page.browserContext().cookies()).map((cookie) => cookie.value);
  expect(cookies).toHaveLength(1);
  const names = [PRACTICE, ADA, BEN, ROSA, OTTO];
  const codes = [...sheets, ...sheets.map((code) => code.replaceAll("-", ""))];
  const secrets = [...codes, ...cookies];
  const pid = practice.pid;
  expect(inMemory(pid, [...codes, PRACTICE]), "the practice's name shows that this looks").toEqual([PRACTICE]);
  const backup = join(practice.dataDir, "..", "backup.db");
  execFileSync(curtain, ["backup", "--data-dir", practice.dataDir, "--to", backup]);
  expect(found(join(practice.dataDir, ".."), [...names, ...secrets])).toEqual([]);
  expect([...names, ...secrets].filter((marker) => practice.log.includes(marker))).toEqual([]);
});
