// What people see of marked visits: the alias in every list, the reason before a locked one opens, and the officer's list.

import { act } from "preact/test-utils";
import { afterEach, describe, expect, it } from "vitest";
import { setLanguage } from "../../src/ui/texts/texts";
import { clear, drawScreen, named, nameOf, press, submit, until, wrongs } from "./draw";

afterEach(clear);

function choose(root: HTMLElement, label: string): void {
  named<HTMLInputElement>(root, "input", label).click();
}

describe("a marked visit at the desk", () => {
  it("that is locked offers one thing, under its alias", async () => {
    const { root } = await drawScreen("desk-marked");
    const [locked] = root.querySelectorAll(".visit");
    if (!locked) throw new Error("no visit");
    expect([...locked.querySelectorAll("button")].map(nameOf)).toEqual(["Open with a reason Patient K7Q2"]);
    expect(locked.textContent).toContain("Patient K7Q2 · waiting 4 minutes");
    expect(root.textContent).not.toContain("Elisabeth");
    await until(() => expect(document.title).toBe("(2) Desk · Curtain"));
  });

  it("asks why before it opens, says who will know, and has no answer of its own", async () => {
    const { root, acts } = await drawScreen("desk-marked");
    press(root, "Open with a reason Patient K7Q2");
    await until(() => expect(root.textContent).toContain("privacy officer is told that you opened it"));
    expect(root.textContent).toContain("the patient may see it");
    const radios = () => [...root.querySelectorAll<HTMLInputElement>("dialog input[type=radio]")];
    expect(radios().map(({ checked }) => checked)).toEqual([false, false, false, false]);
    expect(await wrongs(root)).toEqual([]);
    submit(root);
    await until(() => expect(root.textContent).toContain("Please choose a reason first."));
    expect(acts).toEqual([]);
    await act(() => choose(root, "Someone's health is in danger"));
    expect(root.textContent).not.toContain("Please choose a reason first.");
    submit(root);
    expect(acts).toEqual([["openMarked", "m1", "emergency"]]);
    await until(() => expect(root.querySelector("dialog")).toBeNull());
  });

  it("that was opened lets its people in under the alias, and can lose the mark", async () => {
    const { root, acts } = await drawScreen("desk-marked");
    press(root, "Admit Patient 0XM4");
    press(root, "Remove the mark");
    await until(() => press(root, "Remove it"));
    expect(acts).toEqual([
      ["enter", "m2", "s21"],
      ["mark", "m2", false],
    ]);
  });

  it("gets its mark once it was said what that does", async () => {
    const { root, acts } = await drawScreen("desk-marked");
    press(root, "Mark");
    await until(() => expect(root.textContent).toContain("the privacy officer is told each time"));
    expect(acts).toEqual([]);
    press(root, "Mark the visit");
    expect(acts).toEqual([["mark", "v2", true]]);
  });

  it("is planned as one", async () => {
    const { root, acts } = await drawScreen("desk-account-quiet");
    press(root, "New visit");
    await until(() => named(root, "input", "Length in minutes"));
    const box = [...root.querySelectorAll<HTMLInputElement>("dialog input[type=checkbox]")].find((one) =>
      one.closest("label")?.textContent?.startsWith("Marked: this person must not be recognisable in lists"),
    );
    await act(() => box?.click());
    submit(root);
    await until(() =>
      expect(acts).toEqual([["plan", { startsAt: null, minutes: 20, sensitive: false, marked: true }]]),
    );
  });

  it("has its alias in Dutch", async () => {
    const { root } = await drawScreen("desk-marked", "nl");
    expect(root.textContent).toContain("Patiënt K7Q2");
    await setLanguage("en");
  });
});

describe("the officer's openings", () => {
  it("say what is new aloud and in the tab's title, and are looked at with one press", async () => {
    const { root, acts } = await drawScreen("practice-openings");
    expect(root.querySelector(".desk-count[aria-live=polite]")?.textContent).toContain("1 marked visit was opened");
    await until(() => expect(document.title).toBe("(1) Who works here · Curtain"));
    expect(root.textContent).toContain(
      "Opened the visit of Patient K7Q2. Reason given: Someone's health is in danger.",
    );
    expect(await wrongs(root)).toEqual([]);
    press(root, "I have looked at these");
    expect(acts).toEqual([["see"]]);
  });

  it("say what would be there while there is nothing", async () => {
    const { root } = await drawScreen("practice-openings-none");
    expect(root.textContent).toContain("Once somebody does, you see here who it was");
    expect(root.textContent).not.toContain("I have looked at these");
  });

  it("are not on the page of who is no officer", async () => {
    const { root } = await drawScreen("practice");
    expect(root.textContent).not.toContain("Openings of marked visits");
  });

  it("are told at the desk too, and lead to the list", async () => {
    const { root, acts } = await drawScreen("desk-openings");
    expect(root.querySelector(".openings-live")?.textContent).toContain("opened 2 times");
    press(root, "Look at it");
    expect(acts).toEqual([["toPractice"]]);
  });
});
