// How the client is built: hashed files, nothing inline, workers as modules, brotli copies beside them.

import { defineConfig } from "vite";
import { precompress } from "./build/precompress.ts";

export default defineConfig({
  base: "/",
  plugins: [precompress()],
  build: {
    target: ["chrome111", "firefox117", "safari15.4"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // In kB. The lists of passwords and words are one chunk of two megabytes, fetched where a password is made.
    chunkSizeWarningLimit: 2_500,
  },
  worker: { format: "es" },
});
