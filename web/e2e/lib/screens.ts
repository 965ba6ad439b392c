// Looks at a screen as people have it: on a phone and on a desk, light and dark; keeps a picture of each, and asks axe what is wrong with it.

import { join } from "node:path";
import type { AxeResults } from "axe-core";
import axe from "axe-core";
import type { Person } from "./person.ts";
import { screensDir } from "./places.ts";

const SIZES = {
  phone: { width: 360, height: 740, deviceScaleFactor: 2 },
  desktop: { width: 1280, height: 800, deviceScaleFactor: 1 },
} as const;

const SCHEMES = ["light", "dark"] as const;

/** Takes the four pictures and returns what axe finds, one line per finding. */
export async function look(person: Person, name: string): Promise<string[]> {
  const { page } = person;
  const findings: string[] = [];
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const scheme of SCHEMES) {
      await page.setViewport(viewport);
      await page.emulateMediaFeatures([
        { name: "prefers-color-scheme", value: scheme },
        { name: "prefers-reduced-motion", value: "reduce" },
      ]);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      await page.screenshot({ path: join(screensDir, `${name}-${size}-${scheme}.png`) as `${string}.png` });
      findings.push(...(await check(person)).map((finding) => `${name} (${size}, ${scheme}): ${finding}`));
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (wide > 0) findings.push(`${name} (${size}, ${scheme}): ${wide} px wider than the screen`);
    }
  }
  await page.setViewport(SIZES.desktop);
  return findings;
}

/** WCAG 2.2 A and AA, and axe's own best practices. */
async function check(person: Person): Promise<string[]> {
  await person.page.evaluate(`if (!window.axe) { ${axe.source} }`);
  const results = await person.page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return results.violations.map(({ id, help, nodes }) => `${id}: ${help} at ${nodes.map((n) => n.target).join(", ")}`);
}
