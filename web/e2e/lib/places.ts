// Where things are: the checkout, the builds, the browsers.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** The checkout's top directory. */
export const checkout = resolve(import.meta.dirname, "../../..");

const target = resolve(checkout, process.env.CARGO_TARGET_DIR ?? "target");

/** Where screenshots go. */
export const screensDir = join(target, "screens");

/** Where generated pictures and sounds go. */
export const fakesDir = join(target, "fakes");

/** Where demonstrations of the tests keep their data. */
export const dataRoot = join(target, "e2e");

/** The project's command, as built. */
export const xtask = process.env.XTASK ?? join(target, "debug/xtask");

/** The server, as built. */
export const curtain = process.env.CURTAIN ?? join(target, "debug/curtain");

function browser(variable: string, ...names: string[]): string {
  const given = process.env[variable];
  if (given) return given;
  const paths = (process.env.PATH ?? "").split(":");
  const found = names.flatMap((name) => paths.map((path) => join(path, name))).find((path) => existsSync(path));
  if (!found) throw new Error(`${names[0]} was not found: install it, or say where it is in ${variable}`);
  return found;
}

/** Chromium's program. */
export const chromium = (): string => browser("CHROMIUM", "chromium", "chromium-browser", "google-chrome");

/** Firefox's program. */
export const firefox = (): string => browser("FIREFOX", "firefox-esr", "firefox");
