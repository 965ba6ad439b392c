// From the clinician's click on 'Admit' to the first opened picture of the clinician on the patient's screen, in two Chromiums.

import { test } from "vitest";
import { CLINICIAN, Visit } from "../lib/visit.ts";
import { RUNS, report } from "./report.ts";

test("join", async () => {
  const values: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    await using visit = await Visit.begin();
    const clinician = await visit.clinician();
    const patient = await visit.patient();
    await patient.enter("Ann");
    const button = await clinician.sees("Admit Ann", "button");
    const shown = patient.page.evaluate(firstPicture, `Video of ${CLINICIAN}`);
    const clicked = await button.evaluate((node) => {
      const at = performance.timeOrigin + performance.now();
      if (node instanceof HTMLElement) node.click();
      return at;
    });
    values.push((await shown) - clicked);
  }
  report("join", values);
});

/** Runs in the page: when the first picture of a video is shown. Both pages read the same machine's clock. */
function firstPicture(label: string): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      const videos = [...document.querySelectorAll("video")];
      const video = videos.find((element) => element.getAttribute("aria-label") === label);
      if (video) video.requestVideoFrameCallback(() => resolve(performance.timeOrigin + performance.now()));
      else requestAnimationFrame(look);
    };
    look();
  });
}
