// Draws a screen of the gallery, or any part, into a simulated document, and finds things in it as a person would: by role and name.

import axe from "axe-core";
import { type ComponentChild, render } from "preact";
import { vi } from "vitest";
import { screens } from "../../src/gallery/screens";
import { setLanguage } from "../../src/ui/texts/texts";

/** The first screen of a file brings its modules with it, and a busy machine takes its time. */
const PATIENCE_MS = 4_000;

/** An act that a screen asked its view model for: its name, then its arguments. */
export type Act = readonly unknown[];

export interface Drawn {
  readonly root: HTMLElement;
  readonly acts: Act[];
}

/** Draws `content` and returns the element that holds it. */
export function drawPart(content: ComponentChild): HTMLElement {
  clear();
  const root = document.createElement("div");
  document.body.append(root);
  document.title = "";
  render(content, root);
  return root;
}

/** Takes away what was drawn, so that components end what they started. */
export function clear(): void {
  for (const child of [...document.body.children]) {
    render(null, child);
    child.remove();
  }
}

/** Draws the screen named `name` and waits until all of it has arrived. */
export async function drawScreen(name: string, language: "en" | "nl" = "en"): Promise<Drawn> {
  await setLanguage(language);
  const draw = screens[name];
  if (!draw) throw new Error(`there is no screen named ${name}`);
  const acts: Act[] = [];
  const root = drawPart(
    draw(
      (...act) => acts.push(act),
      () => null,
    ),
  );
  await until(() => {
    if (!root.querySelector("h1, .wait")) throw new Error("nothing drawn yet");
    if (root.querySelector("[data-on-its-way]")) throw new Error("still on its way");
  });
  return { root, acts };
}

function byIds(element: Element, ids: string): string {
  const found = ids.split(/\s+/).map((id) => element.ownerDocument.getElementById(id)?.textContent ?? "");
  return found.join(" ");
}

function content(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const hidden of copy.querySelectorAll("[aria-hidden=true]")) hidden.remove();
  return copy.textContent?.replace(/\s+/g, " ").trim() ?? "";
}

/** The accessible name, as far as this product gives names: by label, by reference, or by content. */
export function nameOf(element: Element): string {
  const label = element.getAttribute("aria-label");
  if (label !== null) return label;
  const reference = element.getAttribute("aria-labelledby");
  if (reference !== null) return byIds(element, reference).trim();
  if (element.id) {
    const named = element.ownerDocument.querySelector(`label[for="${element.id}"]`);
    if (named) return named.textContent?.trim() ?? "";
  }
  return content(element.closest("label") ?? element);
}

/** The one element that matches `selector` and is named `name`. */
export function named<E extends HTMLElement = HTMLElement>(root: ParentNode, selector: string, name: string): E {
  const all = [...root.querySelectorAll<E>(selector)];
  const found = all.filter((element) => nameOf(element) === name);
  const [first] = found;
  if (!first || found.length > 1) {
    throw new Error(`${found.length} of ${selector} are named '${name}'; there are: ${all.map(nameOf).join(" | ")}`);
  }
  return first;
}

/** Presses the button named `name`. */
export function press(root: ParentNode, name: string): void {
  named<HTMLButtonElement>(root, "button", name).click();
}

/** Types `text` into a field, as one act. */
export function type(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Waits until `check` no longer throws. */
export function until(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: PATIENCE_MS });
}

/** What axe finds wrong; colours need a real browser. */
export async function wrongs(root: HTMLElement): Promise<string[]> {
  const { violations } = await axe.run(root, { rules: { "color-contrast": { enabled: false } } });
  return violations.map(({ id }) => id);
}

/** Sends the form that is shown. */
export function submit(root: ParentNode): void {
  root.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
}
