// Networks that let little through: whether a call starts and goes on, by which way, and what the patient is told.

import { describe, expect, test } from "vitest";
import { canMakeNetworks, MEDIA_PORT, Network } from "./lib/network.ts";
import { connectProxy } from "./lib/proxy.ts";
import { CLINICIAN, Visit } from "./lib/visit.ts";

const DETOUR = "only by a detour";
/** How often a connection looks for a better way than a detour. */
const CLIMB_MS = 60_000;

if (!canMakeNetworks()) console.warn("networks need root; nothing of them is tried");

describe.runIf(canMakeNetworks())("a patient whose network", () => {
  test.each<[string, (network: Network) => void, boolean]>([
    ["lets everything through", () => undefined, false],
    ["loses two packets in a hundred", (network) => network.drop("numgen random mod 100 < 2"), false],
    ["loses ten packets in a hundred", (network) => network.drop("numgen random mod 100 < 10"), false],
    ["has no UDP", (network) => network.drop("meta l4proto udp"), true],
    ["lets pages through and nothing else", (network) => network.only(443), true],
  ])("%s, sees and hears and is seen and heard", async (_, narrow, detour) => {
    using network = Network.begin();
    narrow(network);
    await using visit = await Visit.begin({ network });
    const { clinician, patient } = await visit.underWay("Ann");
    await meet(clinician, patient);
    if (detour) await patient.seesText(DETOUR);
    else expect(await patient.text()).not.toContain(DETOUR);
    expect(await visit.wrongs()).toEqual([]);
  });

  test("lets nothing through but a proxy, comes by that", async () => {
    using network = Network.begin();
    using proxy = await connectProxy(network.here);
    network.only(proxy.port);
    await using visit = await Visit.begin({ network, proxy: proxy.address });
    const { clinician, patient } = await visit.underWay("Ann");
    await meet(clinician, patient);
    await patient.seesText(DETOUR);
    expect(proxy.asked()).toContain("clinic.test:443");
  });

  test("has UDP again after a while, leaves the detour", async () => {
    using network = Network.begin();
    network.drop("meta l4proto udp");
    await using visit = await Visit.begin({ network });
    const { clinician, patient } = await visit.underWay("Ann");
    await patient.seesText(DETOUR);
    network.open();
    await patient.seesNoMore(DETOUR, CLIMB_MS + 30_000);
    await meet(clinician, patient);
  });

  test("loses UDP in the middle, goes on by the detour", async () => {
    using network = Network.begin();
    await using visit = await Visit.begin({ network });
    const { clinician, patient } = await visit.underWay("Ann");
    await meet(clinician, patient);
    network.only(443);
    await patient.seesText(DETOUR, 60_000);
    await meet(clinician, patient);
  });

  test("changes, stays in the call", async () => {
    using network = Network.begin();
    await using visit = await Visit.begin({ network });
    const { clinician, patient } = await visit.underWay("Ann");
    await meet(clinician, patient);
    network.move();
    await meet(clinician, patient);
    expect(await patient.text()).not.toContain(DETOUR);
  });

  test("lets no media through at all, is told what to do, and by whom to be called", async () => {
    using network = Network.begin();
    await using visit = await Visit.begin({ network });
    const { patient } = await visit.underWay("Ann");
    network.drop(
      "meta l4proto udp",
      `tcp sport ${MEDIA_PORT}`,
      `tcp dport ${MEDIA_PORT}`,
      "ct state new tcp dport 443",
    );
    await patient.seesText("do not get through your network", 90_000);
    await patient.seesText("Call the practice");
    network.open();
    await patient.seesNoMore("do not get through your network", 60_000);
  });

  test("carries 250 kbit/s, sees and hears", async () => {
    using network = Network.begin();
    network.rate(250);
    await using visit = await Visit.begin({ network });
    const { clinician, patient } = await visit.underWay("Ann");
    await meet(clinician, patient);
  });

  test("carries 60 kbit/s once the page is there, hears and is heard", async () => {
    using network = Network.begin();
    await using visit = await Visit.begin({ network });
    const { clinician, patient } = await visit.underWay("Ann");
    network.rate(60);
    await clinician.hears("Video of Ann", patient.look.hz, 60_000);
    await patient.hears(`Video of ${CLINICIAN}`, clinician.look.hz, 60_000);
  });
});

type People = Awaited<ReturnType<Visit["underWay"]>>;

async function meet(clinician: People["clinician"], patient: People["patient"]): Promise<void> {
  await clinician.seesPicture("Video of Ann", "green", 60_000);
  await patient.seesPicture(`Video of ${CLINICIAN}`, "red", 60_000);
  await clinician.hears("Video of Ann", patient.look.hz, 60_000);
  await patient.hears(`Video of ${CLINICIAN}`, clinician.look.hz, 60_000);
}
