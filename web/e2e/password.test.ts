// Passwords in real browsers with real keys: where there are no passkeys, and beside them with a code app.
// That a proof is asked for after ten minutes is tested where there is a clock to move: in the server's tests, and in tests/unit/step-up.test.ts.

import { expect, test } from "vitest";
import { CodeApp } from "./lib/code-app.ts";
import { looks } from "./lib/looks.ts";
import { Practice } from "./lib/practice.ts";
import { look } from "./lib/screens.ts";
import { Staff } from "./lib/staff.ts";

const ADA = "Dr. Ada Brandt";
const USER_NAME = "a.brandt";
const LONG = "glasraam tuinhek vogel";
const SHORT = "k9#Lq2vXw";

test("a practice is founded with a password in Firefox, and opened again", async () => {
  await using practice = await Practice.start();
  const { url } = practice;
  await using ada = await Staff.open(await practice.setupLink(), { look: looks.red, url, browser: "firefox" });
  await ada.introduce("Willow Street", ADA);
  await ada.press("Use a password instead");
  await ada.type("User name", USER_NAME);
  await ada.typePassword("Password1");
  await ada.seesText("stolen elsewhere and published");
  await ada.setPassword(USER_NAME, LONG, "This is a good password");
  const sheet = await ada.keepSheet();
  await ada.sees("New visit", "button");

  await ada.signOut();
  await ada.signInWithPassword(USER_NAME, "glasraam tuinhek vogels");
  await ada.seesText("The user name or the password is not right");
  await ada.typePassword(LONG);
  await ada.press("Sign in");
  await ada.sees("New visit", "button");

  // Capitals of the user name do not matter, and nobody else's name is told from a wrong password.
  await ada.signOut();
  await ada.signInWithPassword("nobody", LONG);
  await ada.seesText("The user name or the password is not right");
  await ada.type("User name", USER_NAME.toUpperCase());
  await ada.press("Sign in");
  await ada.sees("New visit", "button");

  // The password is lost: the sheet leads in, and to another password.
  await ada.signOut();
  await ada.signInWithCode(sheet);
  await ada.press("Use a password instead");
  await ada.setPassword(USER_NAME, `${LONG} wolk`, "This is a good password");
  await ada.keepSheet();
  await ada.sees("New visit", "button");
  await ada.signOut();
  await ada.signInWithPassword(USER_NAME, LONG);
  await ada.seesText("The user name or the password is not right");
  await ada.typePassword(`${LONG} wolk`);
  await ada.press("Sign in");
  await ada.sees("New visit", "button");
  expect(await ada.wrongs()).toEqual([]);
  for (const secret of [LONG, USER_NAME, "Ada"]) expect(practice.log).not.toContain(secret);
});

test("a short password takes a code app, and both open the account", async () => {
  await using practice = await Practice.start();
  const { url } = practice;
  const findings: string[] = [];
  await using ada = await Staff.open(await practice.setupLink(), { look: looks.red, url });
  await ada.found("Willow Street", ADA);
  await ada.press("Your account");
  await ada.press("Set a password");
  await ada.type("User name", USER_NAME);
  await ada.typePassword(SHORT);
  await ada.seesText("together with a code app");
  findings.push(...(await look(ada, "password")));
  await ada.press("Set the password");
  await ada.seesText("Set up your code app");
  findings.push(...(await look(ada, "password-app")));
  const app = new CodeApp(await ada.page.$eval(".app-secret", (secret) => secret.textContent ?? ""));
  await ada.type("Code of your app", await app.next());
  await ada.press("Check the code");
  await ada.seesText("Your password counts from now on");
  findings.push(...(await look(ada, "account-password")));

  // The browser offers the passkey beside the user name; Chromium's virtual device chooses it at once.
  await ada.signOut();
  await ada.press("Use a password instead");
  await ada.sees("New visit", "button");

  // From here on there is nothing to offer.
  await ada.losePasskeys();
  await ada.signOut();
  await ada.press("Use a password instead");
  await ada.sees("User name", "textbox");
  findings.push(...(await look(ada, "sign-in-password")));
  await ada.press("Back");
  await ada.signInWithPassword(USER_NAME, SHORT);
  await ada.seesText("Type the code of your app");
  findings.push(...(await look(ada, "sign-in-app-code")));
  await ada.type("Code of your app", "12 34");
  await ada.press("Sign in");
  await ada.seesText("That is not the code that your app shows now");
  await ada.type("Code of your app", await app.next());
  await ada.press("Sign in");
  await ada.sees("New visit", "button");

  // The passkey that is lost goes; the password stays, as the last way in.
  await ada.press("Your account");
  await ada.press("Remove Linux");
  await ada.press("Remove the passkey");
  await ada.seesText("The passkey was removed");
  await ada.seesText("The last way in cannot be removed");
  expect(findings).toEqual([]);
  expect(await ada.wrongs()).toEqual([]);
});
