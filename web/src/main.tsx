// The first thing that runs: takes the secret out of the address bar, looks which page the link means, and mounts its screens.

import { render } from "preact";
import { browserPorts } from "./call/edge.ts";
import { createGuest } from "./call/guest.ts";
import { tabMemory } from "./call/memory.ts";
import { DeskApp, GuestApp, Landing, LoadingOrProblem, startTexts } from "./ui/app";
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
  const route = parseRoute(location.pathname);
  const pasted = takeFragment();
  if (pasted === "" || !("token" in route)) return;
  tabMemory(sessionStorage, route.kind, route.token, pasted);
  location.reload();
});

async function mount(root: HTMLElement): Promise<void> {
  void startTexts();
  const route = parseRoute(location.pathname);
  switch (route.kind) {
    case "none":
      render(<Landing />, root);
      break;
    case "visit": {
      const memory = tabMemory(sessionStorage, "visit", route.token, fragment);
      const ports = browserPorts(memory);
      const accountPorts = async () => (await import("./call/staff-edge.ts")).staffPorts(memory);
      render(<GuestApp view={createGuest({ ports, token: route.token, accountPorts })} />, root);
      break;
    }
    case "desk": {
      const { createDesk } = await import("./call/desk.ts");
      const ports = browserPorts(tabMemory(sessionStorage, "desk", route.token, fragment));
      render(<DeskApp view={createDesk({ ports, token: route.token })} />, root);
      break;
    }
    default: {
      const [{ createStaff }, { staffPorts }, { StaffApp }] = await Promise.all([
        import("./call/staff.ts"),
        import("./call/staff-edge.ts"),
        import("./ui/staff/staff"),
      ]);
      const token = route.kind === "enrolment" ? route.token : "";
      const ports = staffPorts(tabMemory(sessionStorage, "enrolment", token, fragment));
      render(<StaffApp view={createStaff(ports, route)} />, root);
    }
  }
}

const root = document.getElementById("app");
if (root) {
  // A page whose program did not arrive says so, and can be loaded again.
  mount(root).catch(() => render(<LoadingOrProblem problem="offline" onRetry={() => location.reload()} />, root));
}
