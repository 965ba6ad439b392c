// Every screen and state of the gallery, in both languages: it draws, has its words, and axe finds nothing.

import axe from "axe-core";
import { afterEach, describe, expect, it } from "vitest";
import { screens } from "../../src/gallery/screens";
import { clear, drawPart, drawScreen, until } from "./draw";

/** Colours need a real browser; the browser suite looks at them. */
const options: axe.RunOptions = { rules: { "color-contrast": { enabled: false } } };

function words(root: HTMLElement): readonly string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) found.push(walker.currentNode.textContent?.trim() ?? "");
  for (const element of root.querySelectorAll("[aria-label]")) found.push(element.getAttribute("aria-label") ?? "");
  return found.filter((text) => text !== "");
}

afterEach(clear);

it("axe works in the simulated document", async () => {
  const root = drawPart(
    <main>
      <h1>Heading</h1>
      <button type="button" />
      <ul>
        <p>Not an item</p>
      </ul>
    </main>,
  );
  const { violations } = await axe.run(root, options);
  expect(violations.map((found) => found.id)).toEqual(expect.arrayContaining(["button-name", "list"]));
});

describe.each(["en", "nl"] as const)("in %s", (language) => {
  it.each(Object.keys(screens))("%s", async (name) => {
    const { root } = await drawScreen(name, language);
    const said = words(root);
    expect(said.length).toBeGreaterThan(2);
    // An id instead of its text means that the text is missing.
    expect(said.filter((text) => /^[a-z]+(-[a-zA-Z]+)+$/.test(text))).toEqual([]);
    if (name !== "starting" && !name.endsWith("-loading")) {
      expect(root.querySelectorAll("h1").length).toBe(1);
      await until(() => expect(document.title).toMatch(/· Curtain$/));
    }
    if (!name.startsWith("call"))
      expect(root.querySelectorAll(".button-primary").length).toBeLessThanOrEqual(
        1 + root.querySelectorAll("dialog").length,
      );
    expect(root.querySelector("[style*='url'], script, link, iframe, img")).toBeNull();
    const { violations } = await axe.run(root, options);
    expect(violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  });
});
