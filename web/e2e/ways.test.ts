// The ways into an account, in a real browser with real keys: the recovery sheet, further passkeys, other devices.

import { expect, test } from "vitest";
import { looks } from "./lib/looks.ts";
import { Practice } from "./lib/practice.ts";
import { look } from "./lib/screens.ts";
import { Staff } from "./lib/staff.ts";

const ADA = "Dr. Ada Brandt";

test("who lost every passkey comes in by the sheet, which is replaced", async () => {
  await using practice = await Practice.start();
  const { url } = practice;
  const findings: string[] = [];
  await using ada = await Staff.open(await practice.setupLink(), { look: looks.red, url });
  const code = await ada.found("Willow Street", ADA);
  await ada.sees("New visit", "button");

  // Another device, and only the paper.
  await using later = await Staff.open(`${url}/sign-in`, { look: looks.red, url });
  await later.signInWithCode(code.slice(0, -1));
  await later.seesText("This code is not complete or not right");
  await later.type("Code on your sheet", code.toLowerCase().replaceAll("-", " "));
  findings.push(...(await look(later, "sign-in-code")));
  await later.press("Sign in with the code");
  await later.sees("Make a new passkey", "button");
  findings.push(...(await look(later, "renewal")));
  // The code ended the session of the lost device.
  await ada.seesText("Your session has ended");
  await later.press("Make a new passkey");
  const next = await later.keepSheet();
  expect(next).not.toBe(code);
  await later.sees("New visit", "button");
  expect(await later.passkeys()).toBe(1);

  // The lost passkey and the old paper open nothing any more; the new ones do.
  await ada.signIn();
  await ada.seesText("The practice does not know this passkey");
  await later.goTo(`${url}/sign-in`);
  await later.signInWithCode(code);
  await later.seesText("The practice does not know this code");
  await later.goTo(`${url}/sign-in`);
  await later.signIn();
  await later.sees("New visit", "button");
  expect(findings).toEqual([]);
  expect([...(await ada.wrongs()), ...(await later.wrongs())]).toEqual([]);
  expect(practice.log).not.toContain(code.slice(0, 9));
});

test("a second passkey opens the account, and the first can go", async () => {
  await using practice = await Practice.start();
  const { url } = practice;
  await using ada = await Staff.open(await practice.setupLink(), { look: looks.red, url });
  await ada.found("Willow Street", ADA);
  await ada.press("Your account");
  await ada.seesText("The last way in cannot be removed");
  await ada.plugInAnother("secrets");
  await ada.press("Add a passkey");
  await ada.type("Name of the passkey", "Key in the drawer");
  await ada.press("Make a passkey");
  await ada.seesText("The passkey was added");
  expect(await look(ada, "account")).toEqual([]);
  await ada.goTo(`${url}/sign-in`);
  await ada.signIn();
  await ada.sees("New visit", "button");

  // The first one goes, and the second, which is the last now, stays.
  await ada.press("Your account");
  await ada.press("Remove Linux");
  await ada.press("Remove the passkey");
  await ada.seesText("The passkey was removed");
  await ada.seesText("The last way in cannot be removed");
  await ada.goTo(`${url}/sign-in`);
  await ada.signIn();
  await ada.sees("New visit", "button");
  expect(await ada.wrongs()).toEqual([]);
});
