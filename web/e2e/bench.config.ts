// What `cargo xtask bench` runs in browsers; measurements, not tests.

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "bench",
    environment: "node",
    root: import.meta.dirname,
    include: ["bench/*.measure.ts"],
    fileParallelism: false,
    maxConcurrency: 1,
    testTimeout: 900_000,
    hookTimeout: 60_000,
    reporters: ["verbose"],
  },
});
