// What a visit leaves behind: during a call the server writes no media to any file; after it, nothing that was said or shown, and no name, is left.

import { describe, expect, test } from "vitest";
import { found } from "./lib/found.ts";
import { inMemory } from "./lib/memory.ts";
import { sum, Trace } from "./lib/trace.ts";
import { until } from "./lib/until.ts";
import { CLINICIAN, Visit } from "./lib/visit.ts";

/** What may be written while people talk: the database's own work on a change of state. A second of picture and sound is more. */
const MOST_BYTES = 64 * 1024;

describe("strace's lines", () => {
  test("are summed per destination", () => {
    const said = [
      '[pid 2] write(7</data/log>, ""..., 120) = 120',
      '[pid 2] sendto(9<socket:[123]>, ""..., 1200, 0, NULL, 0) = 1200',
      '[pid 3] pwrite64(4</data/db>, ""..., 4096, 0) = 4096',
      "[pid 3] mmap(NULL, 32768, PROT_READ|PROT_WRITE, MAP_SHARED, 5</data/shm>, 0) = 0x7f",
      'write(1<pipe:[5]>, ""..., 5) = 5',
      "[pid 2] write(7</data/log>, <unfinished ...>",
      '[pid 3] sendto(9<socket:[123]>, ""..., 700, 0, NULL, 0 <unfinished ...>',
      '[pid 2] <... write resumed>""..., 30) = 30',
      "[pid 3] <... sendto resumed>) = 700",
    ].join("\n");
    const { files, sockets } = sum(said);
    expect(sockets).toBe(1900);
    expect([...files]).toEqual([
      ["/data/log", 150],
      ["/data/db", 4096],
      ["/data/shm", 1],
    ]);
  });
});

test.runIf(process.platform === "linux")("during a call the server writes no media to any file", async () => {
  await using visit = await Visit.begin();
  const { clinician, patient } = await visit.underWay("Ann");
  await clinician.seesPicture("Video of Ann", "green");
  const before = await patient.packets();
  const trace = await Trace.on(visit.demo.pid);
  await until("300 more packets", async () => (await patient.packets()).received > before.received + 300);
  const { files, sockets } = await trace.end();

  expect(sockets, "media did flow while the server was watched").toBeGreaterThan(MOST_BYTES);
  const elsewhere = [...files.keys()].filter(
    (path) => !path.startsWith(visit.demo.dataDir) && !path.startsWith("/dev/"),
  );
  expect(elsewhere).toEqual([]);
  const total = [...files.values()].reduce((a, b) => a + b, 0);
  expect(total).toBeLessThan(MOST_BYTES);
});

test.runIf(process.platform === "linux")(
  "during a call neither memory nor disk shows who talks and what is said",
  async () => {
    await using visit = await Visit.begin();
    const { clinician, patient } = await visit.underWay("Annabel-Marker");
    await patient.write("a word that must not be read");
    await clinician.seesText("a word that must not be read");
    const { links, dataDir, pid } = visit.demo;
    const secrets = [links.patient, links.clinician, links.companion].map((link) => new URL(link).hash.slice(1, 22));
    const markers = ["Annabel-Marker", "a word that must not be read", ...secrets];
    const practice = "Praktijk De Linde";
    expect(
      inMemory(pid, [...markers, practice]),
      "the practice's own name is there, and shows that this looks",
    ).toEqual([practice]);
    expect(found(dataDir, [...markers, practice])).toEqual([]);
  },
);

test("after the end nothing is left of names, words and links", async () => {
  await using visit = await Visit.begin();
  const { clinician, patient } = await visit.underWay("Annabel-Marker");
  await patient.write("a word that must vanish");
  await clinician.seesText("a word that must vanish");
  await patient.seesPicture(`Video of ${CLINICIAN}`, "red");
  await clinician.end();
  await patient.seesText("The visit has ended");
  const stored = await patient.page.evaluate(() => ({ ...sessionStorage, ...localStorage }));
  const { links, dataDir } = visit.demo;

  const markers = ["Annabel-Marker", "a word that must vanish"];
  for (const link of [links.patient, links.clinician, links.companion]) {
    const [path = "", fragment = ""] = new URL(link).href.split("#");
    markers.push(path.split("/").at(-1) ?? "", fragment, fragment.slice(0, 21));
  }
  const left = found(dataDir, markers);
  expect(left).toEqual([]);
  expect(markers.filter((marker) => visit.demo.log.includes(marker))).toEqual([]);
  expect(markers.filter((marker) => JSON.stringify(stored).includes(marker))).toEqual([]);
  expect(visit.demo.log).not.toMatch(/\d+\.\d+\.\d+\.\d+:\d{4,5}(?!.*listen)/i);
});
