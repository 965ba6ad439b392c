// Links that do not lead in: each tells the person what is wrong, and what to do.

import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { Visit } from "./lib/visit.ts";

test("links that are wrong say how", async () => {
  await using visit = await Visit.begin();
  const { patient: link, clinician: desk } = visit.demo.links;
  const cases = [
    { link: link.split("#")[0] ?? "", says: "Part of the link is missing" },
    { link: link.slice(0, -3), says: "Part of the link is missing" },
    { link: changed(link), says: "Part of the link is missing" },
    { link: `${visit.demo.url}/v/short#${link.split("#")[1]}`, says: "Part of the link is missing" },
    { link: strange(link), says: "We do not know this link" },
    { link: desk.split("#")[0] ?? "", says: "Part of the link is missing" },
    { link: visit.demo.url, says: "You need a link" },
  ];
  const guest = await visit.patient({ link: visit.demo.url });
  for (const { link: wrong, says } of cases) {
    await guest.goTo("about:blank");
    await guest.goTo(wrong);
    await guest.seesText(says);
  }
  expect(await guest.wrongs()).toEqual([]);
});

test("the secret leaves the address bar at once, and never reaches the server", async () => {
  await using visit = await Visit.begin();
  const patient = await visit.patient();
  await patient.seesText("Continue");
  expect(new URL(patient.page.url()).hash).toBe("");
  const secret = visit.demo.links.patient.split("#")[1] ?? "";
  expect(visit.demo.log).not.toContain(secret.slice(0, 20));
});

test("a visit that has ended says so to those who come late", async () => {
  await using visit = await Visit.begin();
  const { clinician, patient } = await visit.underWay("Ann");
  await clinician.end();
  await patient.seesText("The visit has ended");
  const companion = await visit.companion();
  await companion.seesText("This visit is over");
  await patient.goTo("about:blank");
  await patient.goTo(visit.demo.links.patient);
  await patient.seesText("This visit is over");
});

test("a second browser with the same link asks, and the first decides", async () => {
  await using visit = await Visit.begin();
  const { clinician, patient } = await visit.underWay("Ann");
  const second = await visit.patient();
  await second.enterInVain("Ann");
  await second.seesText("Your visit is open somewhere else");
  await second.press("Continue here");
  await patient.seesText("Someone opened your link elsewhere");
  await patient.press("Stay here");
  await second.seesText("Your visit stays in the other browser");
  await clinician.seesPicture("Video of Ann", "green");

  const third = await visit.patient();
  await third.enterInVain("Ann");
  await third.seesText("Your visit is open somewhere else");
  await third.press("Continue here");
  await patient.press("Move it there");
  await patient.seesText("Your visit continues in the other browser");
});

/** The same link with one character of its fragment changed. */
function changed(link: string): string {
  const at = link.indexOf("#") + 5;
  return `${link.slice(0, at)}${link[at] === "A" ? "B" : "A"}${link.slice(at + 1)}`;
}

/** A whole and well-made link of the same practice that no visit has. */
function strange(link: string): string {
  const url = new URL(link);
  const [secret, token] = [randomBytes(16), randomBytes(16)];
  const pin = Buffer.from(url.hash.slice(1), "base64url").subarray(16, 32);
  const hash = createHash("sha256").update("curtain/link/v1\0").update(token).update(secret).update(pin).digest();
  const fragment = Buffer.concat([secret, pin, hash.subarray(0, 4)]);
  return `${url.origin}/v/${token.toString("base64url")}#${fragment.toString("base64url")}`;
}
