// How long from the clinician's click until the first decrypted picture is shown, on both sides; and the server's memory meanwhile.

import { readFileSync } from "node:fs";
import { test } from "vitest";
import type { Person } from "../lib/person.ts";
import { report, spread } from "../lib/results.ts";
import { until } from "../lib/until.ts";
import { CLINICIAN, Visit } from "../lib/visit.ts";

const RUNS = 20;

/** When the first frame of a person was shown, in Unix milliseconds; 0 until then. */
function watchFirstFrame(): void {
  const shown = { at: 0 };
  Object.assign(window, { firstFrame: shown });
  const seen = new WeakSet<HTMLVideoElement>();
  new MutationObserver(() => {
    for (const video of document.querySelectorAll<HTMLVideoElement>('video[aria-label^="Video of"]')) {
      if (seen.has(video)) continue;
      seen.add(video);
      video.requestVideoFrameCallback(() => {
        shown.at ||= performance.timeOrigin + performance.now();
      });
    }
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label"] });
}

const firstFrame = () => (window as unknown as { firstFrame: { at: number } }).firstFrame.at;

/** Resident memory of a process, in MB. */
function resident(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(line?.[1]) / 1024;
}

test("join", async () => {
  const clinicianSees: number[] = [];
  const patientSees: number[] = [];
  const perPerson: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    await using visit = await Visit.begin();
    const idle = resident(visit.demo.pid);
    const clinician = await visit.clinician({ before: watchFirstFrame });
    const patient = await visit.patient({ before: watchFirstFrame });
    await patient.enter("Ann");
    await clinician.seesWaiting("Ann");
    const clicked = await clinician.page.evaluate(() => {
      const buttons = [...document.querySelectorAll("button")];
      const at = performance.timeOrigin + performance.now();
      buttons.find((button) => button.textContent?.trim() === "Admit Ann")?.click();
      return at;
    });
    const seen = (who: Person) => until("a picture", async () => (await who.page.evaluate(firstFrame)) || null);
    clinicianSees.push((await seen(clinician)) - clicked);
    patientSees.push((await seen(patient)) - clicked);
    await patient.seesPicture(`Video of ${CLINICIAN}`, "red");
    perPerson.push((resident(visit.demo.pid) - idle) / 2);
  }
  report("Click on 'Admit' until the patient sees", spread(patientSees, "ms"), "600 ms");
  report("Click on 'Admit' until the clinician sees", spread(clinicianSees, "ms"), "600 ms");
  report("Server memory per participant", spread(perPerson, "MB", 1));
});
