// Before all browser tests: builds what they run against, unless `cargo xtask test` has done so, and empties target/screens.

import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { checkout, screensDir } from "./places.ts";

export default function setup(): void {
  rmSync(screensDir, { recursive: true, force: true });
  mkdirSync(screensDir, { recursive: true });
  if (process.env.XTASK) return;
  const steps = [
    ["xtask", "client"],
    ["build", "--workspace", "--bin=curtain"],
  ];
  for (const step of steps) {
    const { status } = spawnSync("cargo", step, { cwd: checkout, stdio: "inherit" });
    if (status !== 0) throw new Error(`'cargo ${step.join(" ")}' failed`);
  }
}
