// Serves or builds the gallery of screens for looking at them without a server. Never part of the product's build.

import { defineConfig } from "vite";

export default defineConfig({
  build: { outDir: "../target/gallery", emptyOutDir: true, rollupOptions: { input: "gallery.html" } },
});
