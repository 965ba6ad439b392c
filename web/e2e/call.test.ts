// The whole main job: two people meet, see and hear each other and no one else, write, and part.

import { describe, expect, test } from "vitest";
import type { BrowserName } from "./lib/browsers.ts";
import { until } from "./lib/until.ts";
import { CLINICIAN, Visit } from "./lib/visit.ts";

describe.each<BrowserName>(["chromium", "firefox"])("a clinician in Chromium and a patient in %s", (browser) => {
  test("meet, see, hear, write and part", async () => {
    await using visit = await Visit.begin();
    const { clinician, patient } = await visit.underWay("Ann", browser);

    await clinician.seesPicture("Video of Ann", "green");
    await patient.seesPicture(`Video of ${CLINICIAN}`, "red");
    await clinician.seesPicture("Your video", "red");
    await clinician.hears("Video of Ann", patient.look.hz);
    await patient.hears(`Video of ${CLINICIAN}`, clinician.look.hz);

    const code = await clinician.code();
    expect(await patient.code()).toBe(code);

    await patient.write("Can you hear me?");
    await clinician.seesText("Can you hear me?");

    await clinician.press("People");
    await until("a measured connection", async () => /(Good|Fair|Poor) connection/.test(await clinician.text()));

    await clinician.end();
    await patient.seesText("The visit has ended");
    await patient.seesText("they were never recorded");
    await clinician.seesText("The visit has ended");
    expect(await visit.wrongs()).toEqual([]);
  });
});
