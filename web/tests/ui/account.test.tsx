// What a person can do about their own account, by the names on the screen.

import { act } from "preact/test-utils";
import { afterEach, describe, expect, it } from "vitest";
import { setLanguage } from "../../src/ui/texts/texts";
import { clear, drawScreen, named, press, submit, type, until, wrongs } from "./draw";

afterEach(clear);

describe("the recovery sheet as a way in", () => {
  it("is offered quietly beside the passkey", async () => {
    const { root, acts } = await drawScreen("sign-in");
    expect(named(root, "button", "Use your recovery sheet").className).toContain("button-quiet");
    press(root, "Use your recovery sheet");
    expect(acts).toEqual([["toCode"]]);
  });

  it("is one field, taken as it was typed", async () => {
    const { root, acts } = await drawScreen("code");
    submit(root);
    await until(() => expect(root.textContent).toContain("Please type the code from your sheet."));
    expect(acts).toEqual([]);
    await act(() => type(named<HTMLInputElement>(root, "input", "Code on your sheet"), " 7kq2 m0xf"));
    expect(root.textContent).not.toContain("Please type the code");
    submit(root);
    expect(acts).toEqual([["signIn", " 7kq2 m0xf"]]);
    press(root, "Back");
    expect(acts.at(-1)).toEqual(["back"]);
  });

  it("says that a mistyped code was not sent", async () => {
    const { root } = await drawScreen("code-mistyped");
    expect(root.textContent).toContain("Nothing was sent.");
    expect(named(root, "input", "Code on your sheet").getAttribute("aria-invalid")).toBe("true");
  });

  it("leads to a new passkey, and says what that means for the old ones", async () => {
    const { root, acts } = await drawScreen("recovery");
    expect(root.textContent).toContain("The passkeys and the password you had are removed");
    expect(root.textContent).toContain("until then your old sheet still works");
    submit(root);
    press(root, "Stop and sign out");
    expect(acts).toEqual([["make"], ["stop"]]);
  });

  it("loses nothing half way, and says so", async () => {
    const start = await drawScreen("recovery-cancelled");
    expect(start.root.textContent).toContain("Nothing was changed: your old sheet still works.");
    const kept = await drawScreen("recovery-kept-offline");
    expect(kept.root.textContent).toContain("Keep both sheets until this has worked");
  });

  it("ends with the new sheet, two groups of which are asked for", async () => {
    const { root, acts } = await drawScreen("recovery-kept");
    await act(() => type(named<HTMLInputElement>(root, "input", "Group 3"), "93tb"));
    await act(() => type(named<HTMLInputElement>(root, "input", "Group 6"), "4njv"));
    submit(root);
    expect(acts).toEqual([["finish", "93tb", "4njv"]]);
  });
});

describe("the account page", () => {
  it("is reached from the desk and the practice page", async () => {
    for (const page of ["desk-account", "practice"]) {
      const { root, acts } = await drawScreen(page);
      press(root, "Your account");
      expect(acts).toEqual([["toAccount"]]);
    }
    const { root, acts } = await drawScreen("account");
    press(root, "Desk");
    press(root, "Practice");
    expect(acts).toEqual([["toDesk"], ["toPractice"]]);
  });

  it("is all there is for those who neither hold visits nor may see who works here", async () => {
    const { root } = await drawScreen("account-reception");
    const head = root.querySelector("header");
    expect([...(head?.querySelectorAll("button") ?? [])].map(({ textContent }) => textContent)).toEqual([
      "Sign out",
      "English",
      "Nederlands",
    ]);
    expect(root.querySelector("h1")?.textContent).toBe("Your account");
  });

  it("tells a clinician who waits at the desk behind it", async () => {
    const { root } = await drawScreen("account-waiting");
    expect(root.textContent).toContain("3 people are waiting at your desk.");
  });

  it("adds a passkey under a name, which is the device's unless changed", async () => {
    const { root, acts } = await drawScreen("account");
    press(root, "Add a passkey");
    await until(() => named(root, "input", "Name of the passkey"));
    const name = () => named<HTMLInputElement>(root, "input", "Name of the passkey");
    expect(name().value).toBe("Mac");
    expect(await wrongs(root)).toEqual([]);
    await act(() => type(name(), " "));
    submit(root);
    await until(() => expect(root.textContent).toContain("Please fill in a name."));
    await act(() => type(name(), "Key in the drawer"));
    submit(root);
    expect(acts).toEqual([["addPasskey", "Key in the drawer"]]);
    await until(() => expect(root.querySelector("dialog")).toBeNull());
  });

  it("asks once before it removes a passkey, and says what happens", async () => {
    const { root, acts } = await drawScreen("account");
    press(root, "Remove iPhone");
    await until(() => expect(root.textContent).toContain("It opens nothing here any more, and you are signed out"));
    expect(await wrongs(root)).toEqual([]);
    expect(acts).toEqual([]);
    press(root, "Leave it as it is");
    await until(() => expect(root.querySelector("dialog")).toBeNull());
    press(root, "Remove iPhone");
    await until(() => press(root, "Remove the passkey"));
    expect(acts).toEqual([["removePasskey", "p1"]]);
  });

  it("does not offer to remove the last passkey, and says why", async () => {
    const { root } = await drawScreen("account-one-passkey");
    expect(root.textContent).toContain("The last way in cannot be removed");
    expect(root.textContent).not.toContain("Remove iPhone");
  });

  it("can do one thing at a time", async () => {
    const { root } = await drawScreen("account-asking");
    for (const name of ["Add a passkey", "Remove iPhone", "Make a new recovery sheet"]) {
      expect(named<HTMLButtonElement>(root, "button", name).disabled, name).toBe(true);
    }
  });

  it("makes a new sheet, unless one keeps the old", async () => {
    const { root, acts } = await drawScreen("account");
    press(root, "Make a new recovery sheet");
    expect(acts).toEqual([["renewSheet"]]);
    const making = await drawScreen("renewal-sheet");
    press(making.root, "Keep the old sheet");
    submit(making.root);
    expect(making.acts).toEqual([["stop"], ["next"]]);
  });

  it("leads to signing in again where the ways in were changed elsewhere", async () => {
    const page = await drawScreen("account-trouble-conflict");
    press(page.root, "Sign in again");
    expect(page.acts).toEqual([["signOut", false]]);
    const sheet = await drawScreen("renewal-kept-conflict");
    press(sheet.root, "Sign in again");
    expect(sheet.acts).toEqual([["signOut"]]);
  });

  it("lists where one is signed in, marks this one, and ends all of them", async () => {
    const { root, acts } = await drawScreen("account");
    const own = [...root.querySelectorAll("h3")].find((heading) => heading.textContent?.includes("this one"));
    expect(own?.textContent).toContain("Safari on Mac");
    press(root, "Sign out on all devices");
    expect(acts).toEqual([["signOut", true]]);
  });

  it("names browsers in the person's language", async () => {
    const { root } = await drawScreen("account", "nl");
    expect(root.textContent).toContain("Firefox op Android");
    await setLanguage("en");
  });
});

describe("another session", () => {
  it("can be ended, and this one only by signing out", async () => {
    const { root, acts } = await drawScreen("account");
    const buttons = [...root.querySelectorAll("button")].filter((one) => one.textContent === "Sign out there");
    expect(buttons).toHaveLength(1);
    press(root, "Sign out there");
    expect(acts).toEqual([["endSession", "s2"]]);
  });

  it.each([
    ["account-session-ending", "Signing out there…"],
    ["account-session-ended", "It was signed out there."],
    ["account-session-offline", "We cannot reach the practice's computer"],
  ])("of %s is read aloud", async (screen, words) => {
    const { root } = await drawScreen(screen);
    const live = [...root.querySelectorAll("[aria-live=polite]")].map((one) => one.textContent);
    expect(live.some((said) => said?.includes(words))).toBe(true);
  });
});

describe("someone else's signing in", () => {
  it.each(["desk-newcomers", "practice-newcomer"])("is told on %s, and leads to the sessions", async (screen) => {
    const { root, acts } = await drawScreen(screen);
    expect(root.querySelector("[role=alert]")?.textContent).toContain("If that was not you: end all sessions.");
    press(root, "Look at your sessions");
    press(root, "That was me");
    expect(acts).toEqual([["toAccount"], ["dismissNewcomers"]]);
  });

  it("is one line for several", async () => {
    const one = await drawScreen("practice-newcomer");
    expect(one.root.textContent).toContain("just signed in on Firefox on Android.");
    const several = await drawScreen("desk-newcomers");
    expect(several.root.querySelectorAll("[role=alert]")).toHaveLength(1);
    expect(several.root.textContent).toContain("3 times elsewhere, the last time on Firefox on Android");
  });
});
