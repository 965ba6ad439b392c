// What the clinician can do at the desk, by the names on the screen.

import { signal } from "@preact/signals";
import { afterEach, describe, expect, it, vi } from "vitest";
import { afternoon, desk, knocking } from "../../src/gallery/fixtures";
import { DeskApp } from "../../src/ui/app";
import { setLanguage } from "../../src/ui/texts/texts";
import { clear, drawPart, drawScreen, named, press, type, until } from "./draw";

afterEach(clear);

/** Counts the notes that are played. */
class SilentContext {
  static notes = 0;
  readonly state = "running";
  readonly currentTime = 0;
  readonly destination = {};
  resume = async () => undefined;
  createGain() {
    const gain = {
      setValueAtTime: () => undefined,
      linearRampToValueAtTime: () => undefined,
      exponentialRampToValueAtTime: () => undefined,
    };
    return { gain, connect: () => undefined };
  }
  createOscillator() {
    SilentContext.notes += 1;
    return { frequency: { value: 0 }, connect: (next: unknown) => next, start: () => undefined, stop: () => undefined };
  }
}

describe("the sound at the desk", () => {
  it("rings for who arrives after the first press, unless switched off", async () => {
    vi.stubGlobal("AudioContext", SilentContext);
    await setLanguage("en");
    const [, second] = afternoon;
    if (!second) throw new Error("the afternoon has visits");
    const visits = signal([second]);
    const root = drawPart(<DeskApp view={{ ...desk("desk"), visits }} />);
    await until(() => expect(document.title).toBe("(2) Desk · Curtain"));
    document.dispatchEvent(new Event("pointerdown"));
    visits.value = [{ ...second, waiting: [...second.waiting, { ...knocking, seat: "new", name: "Jan de Boer" }] }];
    await until(() => expect(SilentContext.notes).toBe(2));
    named<HTMLInputElement>(root, "input", "Sound when someone arrives").click();
    visits.value = [{ ...second, waiting: [{ ...knocking, seat: "newer", name: "Mei Lin" }] }];
    await until(() => named(root, "button", "Admit Mei Lin"));
    await until(() => expect(document.title).toBe("(1) Desk · Curtain"));
    expect(SilentContext.notes).toBe(2);
    named<HTMLInputElement>(root, "input", "Sound when someone arrives").click();
    vi.unstubAllGlobals();
  });
});

describe("the desk", () => {
  it("says that a room could not be opened again, and offers to go in", async () => {
    const { root } = await drawScreen("desk-room-lost");
    expect(root.textContent).toContain("The room could not be opened");
    expect(root.textContent).toContain("Go into the room");
  });

  it("says why someone in the call is to be let in with care, and does not offer it for the barred", async () => {
    const { root } = await drawScreen("call-host-again");
    await until(() => named(root, "button", "Admit Samira Haddad"));
    named(root, "button", "Admit Mei Lin");
    expect(root.textContent).toContain("disturbed the encryption");
    expect(root.textContent).toContain("you have not let them in here");
    expect(root.textContent).toContain("You refused or removed this person");
    expect([...root.querySelectorAll("button")].some(({ textContent }) => textContent === "Admit Jan de Boer")).toBe(
      false,
    );
    named(root, "button", "Refuse Jan de Boer");
  });

  it("admits with one press, and the first who waits is the next step", async () => {
    const { root, acts } = await drawScreen("desk");
    expect(named(root, "button", "Admit Elisabeth Jansen").className).toContain("button-primary");
    press(root, "Admit Elisabeth Jansen");
    press(root, "Admit Samira Haddad");
    expect(acts).toEqual([
      ["enter", "v1", "s2"],
      ["enter", "v1", "s3"],
    ]);
  });

  it("offers no way to admit someone whose proof does not hold", async () => {
    const { root } = await drawScreen("desk");
    const names = [...root.querySelectorAll("button")].map((button) => button.textContent ?? "");
    expect(names.filter((name) => name.startsWith("Admit"))).toEqual(["Admit Elisabeth Jansen", "Admit Samira Haddad"]);
    expect(root.textContent).toContain("The proof of this link does not hold");
  });

  it("says who waits, how long, and how they are", async () => {
    const { root } = await drawScreen("desk");
    const text = root.textContent ?? "";
    expect(text).toContain("3 people are waiting.");
    expect(text).toContain("waiting 4 minutes");
    expect(text).toContain("connection away, place kept");
    expect(text).toContain("someone is near");
    await until(() => expect(document.title).toBe("(3) Desk · Curtain"));
  });

  it("refuses with a reason", async () => {
    const { root, acts } = await drawScreen("desk");
    press(root, "Refuse Elisabeth Jansen");
    await until(() => press(root, "It is not the right time"));
    expect(acts).toEqual([["refuse", "v1", "s2", "anotherTime"]]);
  });

  it("sends a message to someone who waits", async () => {
    const { root, acts } = await drawScreen("desk");
    press(root, "Message to Elisabeth Jansen");
    await until(() => expect(root.querySelector(".note-form input")).not.toBeNull());
    const field = named<HTMLInputElement>(root, ".note-form input", "Message to Elisabeth Jansen");
    type(field, "One moment please");
    await until(() => expect(field.value).toBe("One moment please"));
    press(root, "Send message");
    await until(() => expect(acts).toEqual([["note", "v1", "s2", "One moment please"]]));
  });

  it("tells a delay", async () => {
    const { root, acts } = await drawScreen("desk-quiet");
    const [list] = root.querySelectorAll<HTMLSelectElement>("select");
    if (!list) throw new Error("no list of delays");
    list.value = "15";
    list.dispatchEvent(new Event("change", { bubbles: true }));
    expect(acts).toEqual([["delay", "v2", 15]]);
  });

  it("goes into a room, ends a visit that is under way, and invites", async () => {
    const { root, acts } = await drawScreen("desk-quiet");
    press(root, "Go into the room");
    press(root, "End visit");
    expect(acts).toEqual([
      ["enter", "v2", undefined],
      ["end", "v3"],
    ]);
  });

  it("marks a sensitive visit in a neutral word, and shows nothing else about it", async () => {
    const { root } = await drawScreen("desk-quiet");
    expect(root.textContent).toContain("Discreet");
    expect(root.textContent?.toLowerCase()).not.toContain("sensitive");
  });

  it("has a switch for the sound", async () => {
    const { root } = await drawScreen("desk");
    const sound = named<HTMLInputElement>(root, "input", "Sound when someone arrives");
    expect(sound.checked).toBe(true);
    sound.click();
    await until(() => expect(named<HTMLInputElement>(root, "input", "Sound when someone arrives").checked).toBe(false));
  });

  it("comes back from the receipt", async () => {
    const { root, acts } = await drawScreen("desk-ended");
    press(root, "Back to the desk");
    expect(acts).toEqual([["backToDesk"]]);
  });
});
