// The tests that need no browser: `unit` for the machine room with virtual time, `ui` for screens in a simulated document.

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", environment: "node", include: ["tests/unit/**/*.test.ts"] } },
      { test: { name: "ui", environment: "happy-dom", include: ["tests/ui/**/*.test.{ts,tsx}"] } },
    ],
  },
});
