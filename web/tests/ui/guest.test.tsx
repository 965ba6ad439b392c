// What a guest can do on each screen, by the names on it.

import { signal } from "@preact/signals";
import { afterEach, describe, expect, it } from "vitest";
import { devices, guest } from "../../src/gallery/fixtures";
import { GuestApp } from "../../src/ui/app";
import { setLanguage } from "../../src/ui/texts/texts";
import { clear, drawPart, drawScreen, named, press, type, until } from "./draw";

afterEach(clear);

describe("the questions", () => {
  it.each([
    "guest-invitation",
    "guest-name",
    "guest-consent",
    "guest-camera",
    "guest-microphone",
    "guest-speaker",
    "guest-alone",
    "guest-headphones",
  ])("%s goes on with 'Continue'", async (screen) => {
    const { root, acts } = await drawScreen(screen);
    const button = named<HTMLButtonElement>(root, "button", "Continue");
    expect(button.disabled).toBe(false);
    expect(button.className).toContain("button-primary");
    button.click();
    await until(() => expect(acts).toContainEqual(["next"]));
  });

  it("ends with 'Enter the waiting room'", async () => {
    const { root, acts } = await drawScreen("guest-ready");
    press(root, "Enter the waiting room");
    expect(acts).toEqual([["enterWaitingRoom"]]);
  });

  it("asks for a name and says so when it is missing", async () => {
    const { root, acts } = await drawScreen("guest-name-empty");
    const field = named<HTMLInputElement>(root, "input", "Your name");
    await until(() => expect(document.title).toBe("What is your name? · Curtain"));
    press(root, "Continue");
    await until(() => expect(root.querySelector("[role=alert]")?.textContent).toMatch(/type your name/));
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(document.activeElement).toBe(field);
    expect(acts).toEqual([]);
    type(field, "Elisabeth");
    await until(() => expect(root.querySelector("[role=alert]")).toBeNull());
    press(root, "Continue");
    await until(() => expect(acts).toEqual([["next"]]));
  });

  it("shows the practice's words of consent, and lets one decline", async () => {
    const { root, acts } = await drawScreen("guest-consent", "nl");
    expect(root.querySelector("blockquote")?.textContent).toContain("Niemand neemt iets op");
    press(root, "Ik ga niet akkoord");
    expect(acts).toEqual([["decline"]]);
  });

  it("goes back", async () => {
    const { root, acts } = await drawScreen("guest-alone");
    press(root, "Back");
    expect(acts).toEqual([["back"]]);
  });

  it("goes on without a camera, also while it works", async () => {
    const { root, acts } = await drawScreen("guest-camera");
    press(root, "Continue without camera");
    expect(acts).toEqual([["skipDevice"]]);
  });

  it.each(["refused", "missing", "inUse", "failed"])("helps with a camera that is %s", async (state) => {
    const { root, acts } = await drawScreen(`guest-camera-${state}`);
    expect(root.querySelector(".notice-warn")?.textContent?.length).toBeGreaterThan(60);
    press(root, "Try again");
    press(root, "Continue without camera");
    expect(acts).toEqual([["request", "camera"], ["skipDevice"]]);
  });

  it("asks for the camera only on its own screen", async () => {
    const heard: unknown[] = [];
    await setLanguage("en");
    for (const screen of ["invitation", "name", "consent"] as const) {
      const root = drawPart(<GuestApp view={guest(screen, { camera: "notAsked" }, (act) => heard.push(act))} />);
      await until(() => expect(root.querySelector("h1")).not.toBeNull());
    }
    expect(heard).toEqual([]);
    drawPart(<GuestApp view={guest("camera", { camera: "notAsked" }, (...act) => heard.push(act))} />);
    await until(() => expect(heard).toEqual([["request", "camera"]]));
  });

  it("mirrors one's own picture and keeps it silent", async () => {
    const { root } = await drawScreen("guest-camera");
    const video = named<HTMLVideoElement>(root, "video", "Your video");
    expect(video.muted).toBe(true);
    expect(video.classList.contains("video-mirrored")).toBe(true);
  });

  it("plays a sound and helps if it is not heard", async () => {
    const { root, acts } = await drawScreen("guest-speaker");
    press(root, "Play the sound");
    await until(() => press(root, "I hear nothing"));
    expect(acts).toEqual([["playTestSound"]]);
    await until(() => expect(root.textContent).toContain("Turn up the volume"));
    press(root, "I hear it");
    await until(() => expect(root.textContent).toContain("Your sound works"));
  });

  it("takes an answer about the surroundings and gives advice", async () => {
    const { root } = await drawScreen("guest-alone");
    named<HTMLInputElement>(root, "input", "No, someone is near me").click();
    await until(() => expect(root.textContent).toContain("The button 'Curtain'"));
  });
});

describe("the list of speakers", () => {
  it.each([
    ["is offered", ["Built-in", "Headset"], true],
    ["of one is none", ["Built-in"], false],
    ["without a name is none", ["", ""], false],
    ["that is empty is none", [], false],
  ])("%s", async (_, labels, offered) => {
    await setLanguage("en");
    const usual = devices();
    const speaker = signal(labels.map((label, index) => ({ id: String(index), label })));
    const view = { ...guest("speaker"), devices: { ...usual, choices: { ...usual.choices, speaker } } };
    const root = drawPart(<GuestApp view={view} />);
    await until(() => named(root, "button", "Play the sound"));
    expect(root.querySelector("select") !== null).toBe(offered);
  });

  it.each([
    ["the default one", ["default", "other"], "default"],
    ["the usual one", ["one", "other"], "The usual one"],
  ])("names %s where nothing was chosen", async (_, ids, shown) => {
    await setLanguage("en");
    const usual = devices();
    const speaker = signal(ids.map((id) => ({ id, label: id })));
    const chosen = { ...usual.chosen, speaker: signal(null) };
    const view = { ...guest("speaker"), devices: { ...usual, choices: { ...usual.choices, speaker }, chosen } };
    const root = drawPart(<GuestApp view={view} />);
    await until(() => named(root, "button", "Play the sound"));
    expect(root.querySelector("select")?.selectedOptions[0]?.textContent).toBe(shown);
  });
});

describe("waiting", () => {
  it("says why one waits again after having been away", async () => {
    const usual = await drawScreen("guest-waiting");
    expect(usual.root.textContent).not.toContain("You were away");
    clear();
    const { root } = await drawScreen("guest-waiting-away");
    expect(root.textContent).toContain("You were away for a while, so your place in the visit has to be given to you");
    clear();
    const asked = drawPart(<GuestApp view={guest("invitation", { away: true })} />);
    await until(() => expect(asked.textContent).toContain("your name was not kept"));
  });

  it("says the place, the delay, where the clinician is and what the practice writes", async () => {
    const { root } = await drawScreen("guest-waiting");
    const text = root.textContent ?? "";
    expect(text).toContain("1 person is before you.");
    expect(text).toContain("about 10 minutes late");
    expect(text).toContain("still with someone else");
    expect(text).toContain("I will be with you in about ten minutes.");
  });

  it("is not said to have begun before the practice knows", async () => {
    const entering = await drawScreen("guest-waiting-entering");
    expect(entering.root.querySelector("h1")?.textContent).toBe("You are going into the waiting room");
    expect(entering.root.textContent).toContain("We are telling the practice that you are here");
    expect(entering.root.textContent).not.toContain("You keep your place");
    clear();
    const { root } = await drawScreen("guest-waiting");
    expect(root.querySelector("h1")?.textContent).toBe("You are in the waiting room");
  });

  it("can be left with one press", async () => {
    const { root, acts } = await drawScreen("guest-waiting");
    press(root, "Leave");
    expect(acts).toEqual([["leave"]]);
  });

  it("says that the connection is taken up again", async () => {
    const { root } = await drawScreen("guest-waiting-reconnecting");
    expect(root.querySelector("[role=alert]")?.textContent).toContain("You keep your place");
  });

  it("asks who keeps the seat", async () => {
    const { root, acts } = await drawScreen("guest-waiting-contested");
    expect(root.querySelector("dialog")?.textContent).toContain("18 seconds");
    press(root, "Stay here");
    press(root, "Move it there");
    expect(acts).toEqual([["keepSeat"], ["yieldSeat"]]);
  });
});

describe("afterwards", () => {
  it("the receipt says what was and was not kept", async () => {
    const { root } = await drawScreen("guest-ended");
    expect(root.textContent).toContain("for 30 days");
    expect(root.textContent).toContain("never recorded");
    expect(root.textContent).not.toContain("open your link again");
  });

  it("someone who left early is told the way back", async () => {
    const { root } = await drawScreen("guest-ended-left");
    expect(root.textContent).toContain("open your link again");
  });

  it("a problem gives the practice's telephone, and a retry only where it makes sense", async () => {
    const expired = await drawScreen("problem-linkExpired");
    expect(expired.root.querySelector<HTMLAnchorElement>("a")?.getAttribute("href")).toBe("tel:+31205550123");
    expect(expired.root.querySelector(".button-primary")).toBeNull();
    clear();
    const offline = await drawScreen("problem-offline");
    press(offline.root, "Try again");
    expect(offline.acts).toEqual([["retry"]]);
  });

  it("the seat can be asked for", async () => {
    const { root, acts } = await drawScreen("guest-taken");
    press(root, "Continue here");
    expect(acts).toEqual([["takeSeat"]]);
  });
});

describe("the language switch", () => {
  it("changes every word on the screen", async () => {
    const { root } = await drawScreen("guest-invitation");
    expect(named(root, "button", "English").getAttribute("aria-pressed")).toBe("true");
    press(root, "Nederlands");
    await until(() => named(root, "button", "Verder"));
    expect(document.documentElement.lang).toBe("nl");
    sessionStorage.clear();
  });
});
