// The first thing that runs: takes the secret out of the address bar, looks which page the link means, and mounts its screens.

import { render } from "preact";
import { browserPorts } from "./call/edge.ts";
import { createGuest } from "./call/guest.ts";
import { tabMemory } from "./call/memory.ts";
import { DeskApp, GuestApp, Landing, startTexts } from "./ui/app";
import { parseRoute } from "./wire/link.ts";

/** The fragment, which from here on is nowhere in the address bar and the history of this tab. */
function takeFragment(): string {
  const fragment = location.hash.slice(1);
  if (location.hash !== "") history.replaceState(null, "", location.pathname);
  return fragment;
}

const fragment = takeFragment();
// A link pasted into this tab while it shows the same page changes the fragment only.
addEventListener("hashchange", () => {
  const { kind, ...link } = parseRoute(location.pathname);
  const pasted = takeFragment();
  if (pasted === "" || kind === "none" || !("token" in link)) return;
  tabMemory(sessionStorage, kind, link.token, pasted);
  location.reload();
});

async function mount(root: HTMLElement): Promise<void> {
  void startTexts();
  const route = parseRoute(location.pathname);
  if (route.kind === "none") {
    render(<Landing />, root);
    return;
  }
  const { token } = route;
  const ports = browserPorts(tabMemory(sessionStorage, route.kind, token, fragment));
  if (route.kind === "visit") {
    render(<GuestApp view={createGuest({ ports, token })} />, root);
  } else {
    const { createDesk } = await import("./call/desk.ts");
    render(<DeskApp view={createDesk({ ports, token })} />, root);
  }
}

const root = document.getElementById("app");
if (root) void mount(root);
