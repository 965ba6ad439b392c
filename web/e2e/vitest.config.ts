// The tests in real browsers: one after another, since browsers with cameras are heavy.

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "e2e",
    environment: "node",
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    globalSetup: ["./lib/setup.ts"],
    fileParallelism: false,
    maxConcurrency: 1,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    teardownTimeout: 30_000,
    // A machine that is busy elsewhere can starve a browser for longer than anyone waits. What fails twice is broken.
    retry: 1,
    reporters: ["verbose"],
  },
});
