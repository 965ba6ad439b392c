// Takes a picture of every screen of the gallery, phone and desktop, light and dark, and asks axe about colours and sizes on it. `node tests/ui/screens.mjs OUT [name…]`.

import { mkdir, readFile } from "node:fs/promises";
import puppeteer from "puppeteer-core";
import { build, preview } from "vite";

const [out = "../target/screens/gallery", ...names] = process.argv.slice(2);
const language = process.env.SCREENS_LANGUAGE ?? "en";
const sizes = {
  phone: [360, 740],
  desktop: [1280, 800],
  ...(process.env.SCREENS_SMALL ? { small: [320, 256], sideways: [740, 360] } : {}),
};
const schemes = (process.env.SCREENS_SCHEMES ?? "light,dark").split(",");
const flags =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --autoplay-policy=no-user-gesture-required --disable-sync";

const gallery = { configFile: "vite.gallery.config.ts", logLevel: "error", preview: { port: 0 } };
await build(gallery);
const server = await preview(gallery);
const base = `http://localhost:${server.httpServer.address().port}/gallery.html`;
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [...flags.split(" "), `--lang=${language}`],
});
await mkdir(out, { recursive: true });

const axe = await readFile(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const page = await browser.newPage();
const complaints = [];
page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error}`));
page.on("console", (message) => {
  if (message.type() === "error") complaints.push(`${page.url()}: ${message.text()}`);
});
await page.goto(base);
const all = await page.$$eval("a[href$='nl']", (links) =>
  links.map((link) => new URL(link.href).searchParams.get("screen")),
);
for (const name of names.length > 0 ? names : all) {
  for (const [size, [width, height]] of Object.entries(sizes)) {
    await page.setViewport({ width, height, deviceScaleFactor: 1 });
    for (const scheme of schemes) {
      await page.emulateMediaFeatures([
        { name: "prefers-color-scheme", value: scheme },
        { name: "prefers-reduced-motion", value: "reduce" },
      ]);
      await page.goto(`${base}?screen=${name}&lang=${language}`);
      await page.waitForSelector("[data-ready]");
      await page.waitForNetworkIdle({ idleTime: 250 });
      await page.screenshot({
        path: `${out}/${name}-${size}-${scheme}.png`,
        fullPage: size === "desktop" && !name.startsWith("call"),
      });
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      if (wide) complaints.push(`${name} ${size}: wider than the screen`);
      await page.evaluate(axe);
      const found = await page.evaluate(async () => {
        const { violations } = await window.axe.run(document, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        });
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(" | ")}`);
      });
      for (const one of found) complaints.push(`${name} ${size} ${scheme}: ${one}`);
    }
  }
}
await browser.close();
await server.close();
if (complaints.length > 0) {
  process.stderr.write(`${[...new Set(complaints)].join("\n")}\n`);
  process.exitCode = 1;
}
