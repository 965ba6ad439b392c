// Patients' accounts in real browsers with real keys: made on the way to a visit, confirmed by the clinician's device, used, and deleted.
// That a proof is asked for after ten minutes is tested where there is a clock to move: in the server's tests, and in tests/unit/patient-account.test.ts.

import { expect, test } from "vitest";
import { found } from "./lib/found.ts";
import { looks } from "./lib/looks.ts";
import { Patient, withoutSecret } from "./lib/patient.ts";
import { Practice } from "./lib/practice.ts";
import { look } from "./lib/screens.ts";
import { Staff } from "./lib/staff.ts";
import { until } from "./lib/until.ts";

const ADA = "Dr. Ada Brandt";
const ANN = { name: "Ann <i>Bakker</i>", email: "ann.bakker@mail.example", telephone: "+31 20 555 66 77" };
const MOVED = { ...ANN, email: "a.b@other.example", telephone: "+31 20 555 88 99" };
const PASSWORD = "glasraam tuinhek vogel";

async function wrongs(...people: Staff[]): Promise<readonly string[]> {
  return (await Promise.all(people.map((person) => person.wrongs()))).flat();
}

/** Everything that the practice's computer must not know. */
function expectSealed(practice: Practice): void {
  const secrets = [ANN.name, ANN.email, ANN.telephone, MOVED.email, MOVED.telephone, "Bakker"];
  for (const secret of secrets) expect(practice.log).not.toContain(secret);
  expect(found(practice.dataDir, secrets)).toEqual([]);
}

test("a patient makes an account on the way to a visit, uses it, and deletes it", async () => {
  await using practice = await Practice.start();
  const { url } = practice;
  const findings: string[] = [];
  await using ada = await Staff.open(await practice.setupLink(), { look: looks.red, url });
  await ada.found("Willow Street", ADA);
  const link = await ada.planVisit();

  await using ann = await Patient.open(link, { look: looks.green, url });
  const looking = async (screen: string) => {
    findings.push(...(await look(ann, `patient-${screen}`)));
  };
  await ann.seesText(ADA);
  await looking("offer");
  await ann.introduceThemselves(ANN, looking);
  const sheet = await ann.enrol(looking);
  await ann.seesText("Your account is made");
  await looking("done");
  expect(await ann.passkeyNames(), "the practice's computer has no name to tell").toEqual([ANN.name]);
  expect(await ann.kept(), "nothing stays in a browser that may be shared").toEqual([]);
  await ann.press("Back to my invitation");
  await ann.seesText(`Your video visit with ${ADA}`);
  expect(await ann.has("Make an account (you do not need one)", "button")).toBe(false);

  // The desk has confirmed it by itself, and shows how to reach her, also before she comes.
  await ada.seesText(ANN.telephone);
  await ada.seesText(ANN.email);
  await ann.enter("Ann");
  await ada.seesWaiting("Ann");
  await ada.seesText(ANN.telephone);
  findings.push(...(await look(ada, "patient-desk")));
  await ada.admit("Ann");
  await ada.talks();
  await ann.talks();
  await ann.seesPicture(`Video of ${ADA}`, "red");
  await ada.end();
  await ann.seesText("The visit has ended");
  await ada.press("Back to the desk");

  // At home.
  await ann.goTo(`${url}/sign-in`);
  await ann.signIn();
  await ann.seesText(`The device of ${ADA} has checked that this account was made with your link.`);
  await ann.seesText(ANN.email);
  await ann.seesText(ANN.name);
  await ann.seesText(`20 minutes with ${ADA}`);
  await ann.page.locator("details summary").click();
  await ann.seesText(`${ADA} confirmed the account's keys`);
  expect(await ann.has("Desk", "button")).toBe(false);
  expect(await ann.has("Practice", "button")).toBe(false);
  await looking("account");

  // The visit is over, and the desk hears of the change all the same.
  await ann.press("Change the contact data");
  await ann.fillIn(MOVED);
  await ann.press("Save");
  await ann.seesText("Your contact data was changed");
  await ada.seesText(MOVED.telephone);
  expect(await ada.reads(ANN.telephone)).toBe(false);

  // What is held, in both forms.
  const data = JSON.parse(await ann.download("Download the data (JSON)", ".json"));
  expect(data.contact).toEqual({ name: ANN.name, email: MOVED.email, telephone: MOVED.telephone });
  expect(data.visits).toHaveLength(1);
  expect(data.account.passkeys).toHaveLength(1);
  expect(data.entries.map(({ act }: { act: string }) => act)).toEqual(
    expect.arrayContaining(["enrol", "bindPatient", "changeContact", "readHeld", "end"]),
  );
  const file = await ann.download("Download a page to read", ".html");
  expect(file).toContain("What Willow Street holds about you");
  expect(file).toContain(MOVED.email);
  expect(file).toContain("Ann &#60;i&#62;Bakker");
  expect(file).not.toMatch(/<script|<i>|https?:|src=|href=/);
  expect(file).not.toMatch(/(patient|held|visit|client)-[a-z]+-/);
  await ann.seesText("The file was made.");
  expectSealed(practice);

  // A reload takes the keys away, and signing in leads back here.
  await ann.reload();
  await ann.signIn();
  await ann.seesText(MOVED.email);

  await ann.press("Delete the account");
  await ann.seesText("It cannot be undone.");
  await looking("delete");
  await ann.press("Leave it as it is");
  await ann.press("Delete the account");
  await ann.press("Delete it now");
  await ann.seesText("Your account was deleted");
  expect(await ann.kept()).toEqual([]);
  await until("the desk forgets", async () => !(await ada.reads(MOVED.telephone)));
  await ann.signIn();
  await ann.seesText("The practice does not know this passkey");
  await ann.signInWithCode(sheet);
  await ann.seesText("The practice does not know this code");

  expect(findings).toEqual([]);
  expect(await wrongs(ada, ann)).toEqual([]);
});

test("an account with a password, made in somebody else's browser, is opened in another", async () => {
  await using practice = await Practice.start();
  const { url } = practice;
  await using ada = await Staff.open(await practice.setupLink(), { look: looks.red, url });
  await ada.found("Willow Street", ADA);
  const link = await ada.planVisit();
  await using ann = await Patient.open(link, { look: looks.green, url, browser: "firefox" });
  await ann.introduceThemselves(ANN);
  await ann.press("Use a password instead");
  await ann.setPassword("ann.b", PASSWORD, "This is a good password");
  await ann.keepSheet();
  await ann.seesText("Your account is made");
  expect(await ann.kept()).toEqual([]);
  await ann.press("Back to my invitation");
  await ann.enter("Ann");
  await ada.seesWaiting("Ann");
  await ada.seesText(ANN.email);

  await using home = await Patient.open(`${url}/sign-in`, { look: looks.blue, url });
  await home.signInWithPassword("ann.b", PASSWORD);
  await home.seesText(ANN.email);
  await home.seesText("has checked that this account was made with your link");

  // The own name stands beside a passkey, where the practice's computer has none to tell.
  await home.press("Add a passkey");
  await home.press("Make a passkey");
  await home.seesText("The passkey was added");
  expect(await home.passkeyNames()).toEqual([ANN.name]);
  await home.signOut();
  await home.signIn();
  await home.seesText(ANN.email);
  expect(await wrongs(ada, ann, home)).toEqual([]);
  for (const secret of [PASSWORD, "ann.b"]) expect(practice.log).not.toContain(secret);
  expectSealed(practice);
});

test("an account that somebody made without the whole link is never confirmed, and the clinician is warned", async () => {
  await using practice = await Practice.start();
  const { url } = practice;
  const findings: string[] = [];
  await using ada = await Staff.open(await practice.setupLink(), { look: looks.red, url });
  await ada.found("Willow Street", ADA);
  const link = await ada.planVisit();
  await using eve = await Patient.open(withoutSecret(link), { look: looks.blue, url });
  await eve.introduceThemselves({ ...ANN, email: "eve@mail.example" });
  await eve.enrol();
  await eve.seesText("Your account is made");

  await ada.seesText("Somebody else tried to make an account with this link");
  await ada.seesText("Call the patient on a number you know");
  findings.push(...(await look(ada, "patient-forged")));
  expect(await ada.reads("eve@mail.example")).toBe(false);
  await eve.goTo(`${url}/sign-in`);
  await eve.signIn();
  await eve.seesText("Not confirmed yet");

  // Whom the link is for is told.
  await using ann = await Patient.open(link, { look: looks.green, url });
  await ann.seesText(`Your video visit with ${ADA}`);
  expect(await ann.has("Make an account (you do not need one)", "button")).toBe(false);

  // Once it is deleted, she may make her own.
  await ada.press("Delete that account");
  await ada.press("Delete it");
  await until("the account to be gone", async () => !(await ada.reads("Somebody else tried")));
  await eve.reload();
  await eve.signIn();
  await eve.seesText("The practice does not know this passkey");
  await ann.goTo(link);
  await ann.introduceThemselves(ANN);
  await ann.enrol();
  await ann.seesText("Your account is made");
  await ada.seesText(ANN.email);
  expect(findings).toEqual([]);
  expect(await wrongs(ada, ann, eve)).toEqual([]);
});
