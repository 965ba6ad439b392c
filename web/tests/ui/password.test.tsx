// What a person can do with passwords and code apps, and when they are asked again who they are, by the names on the screen.

import { act } from "preact/test-utils";
import { afterEach, describe, expect, it } from "vitest";
import { setLanguage } from "../../src/ui/texts/texts";
import { clear, drawScreen, named, press, submit, type, until, wrongs } from "./draw";

afterEach(clear);

const field = (root: HTMLElement, name: string) => named<HTMLInputElement>(root, "input", name);

describe("signing in with a password", () => {
  it("takes user name and password, which the device may fill in", async () => {
    const { root, acts } = await drawScreen("password-in");
    expect(field(root, "User name").autocomplete).toBe("username webauthn");
    expect(field(root, "Password").autocomplete).toBe("current-password");
    submit(root);
    await until(() => expect(root.textContent).toContain("Please fill in a user name."));
    await act(() => type(field(root, "User name"), "ada"));
    submit(root);
    await until(() => expect(root.textContent).toContain("Please fill in your password."));
    await act(() => type(field(root, "Password"), "secret"));
    submit(root);
    expect(acts).toEqual([["signIn", "ada", "secret"]]);
  });

  it("shows the password when asked to", async () => {
    const { root } = await drawScreen("password-in");
    const password = field(root, "Password");
    expect(password.type).toBe("password");
    await act(() => press(root, "Show"));
    expect(password.type).toBe("text");
    await act(() => press(root, "Hide"));
    expect(password.type).toBe("password");
  });

  it("keeps the recovery sheet as the last way, and leads back", async () => {
    const { root, acts } = await drawScreen("password-in");
    press(root, "Use your recovery sheet");
    press(root, "Back");
    expect(acts).toEqual([["toCode"], ["back"]]);
  });

  it("says the same of a wrong name and a wrong password, and what to do after too many", async () => {
    const wrong = await drawScreen("password-in-wrong");
    expect(wrong.root.textContent).toContain("The user name or the password is not right");
    const tooMany = await drawScreen("password-in-tooMany");
    expect(tooMany.root.textContent).toContain("come in now with your passkey or your recovery sheet");
  });

  it("asks for the six digits of the app", async () => {
    const { root, acts } = await drawScreen("password-in-code-wrong");
    const code = field(root, "Code of your app");
    expect([code.inputMode, code.autocomplete]).toEqual(["numeric", "one-time-code"]);
    expect(code.getAttribute("aria-invalid")).toBe("true");
    await act(() => type(code, "123 456"));
    submit(root);
    expect(acts).toEqual([["enterCode", "123 456"]]);
  });
});

describe("making a password", () => {
  it("is offered beside the passkey, and first where the browser has none", async () => {
    const { root, acts } = await drawScreen("enrol-passkey");
    press(root, "Use a password instead");
    expect(acts).toEqual([["usePassword"]]);
    const without = await drawScreen("enrol-no-passkeys");
    submit(without.root);
    expect(without.acts).toEqual([["usePassword"]]);
    const lost = await drawScreen("recovery");
    press(lost.root, "Use a password instead");
    expect(lost.acts).toEqual([["usePassword"]]);
  });

  it("hands on what is typed, as it is typed, and takes it at the end", async () => {
    const { root, acts } = await drawScreen("password-enough");
    expect(field(root, "Password").autocomplete).toBe("new-password");
    await act(() => type(field(root, "Password"), "three odd words"));
    expect(acts).toEqual([["look", "three odd words"]]);
    submit(root);
    expect(acts.at(-1)).toEqual(["choose", "three odd words"]);
    expect(root.textContent).toContain("This is a good password.");
  });

  it("says what is wrong, at the field once it was pressed", async () => {
    const { root } = await drawScreen("password-why-userInputs");
    expect(root.textContent).toContain("Your name, your user name and the name of your practice are easy to guess.");
    expect(field(root, "Password").getAttribute("aria-invalid")).toBeNull();
    submit(root);
    await until(() => expect(field(root, "Password").getAttribute("aria-invalid")).toBe("true"));
    expect(root.querySelectorAll(".notice").length, "it is said once").toBe(0);
  });

  it("counts what is missing as people do", async () => {
    const { root } = await drawScreen("password-short");
    expect(root.textContent).toContain("3 more characters are needed.");
    await act(() => setLanguage("nl"));
    expect(root.textContent).toContain("Er zijn nog 3 tekens nodig.");
  });

  it("says how many passwords are refused, and lets an app be wanted", async () => {
    const { root } = await drawScreen("password-enough");
    expect(root.textContent).toContain("The 49,233 most common passwords");
    const box = field(
      root,
      "Ask for a code from an app as wellAn app on your phone shows a new code every half minute. Who learns your password cannot sign in without it.",
    );
    await act(() => box.click());
    expect(box.checked).toBe(true);
    const needs = await drawScreen("password-needs-app");
    expect(needs.root.querySelector("input[type=checkbox]"), "nothing to choose").toBeNull();
    expect(needs.root.textContent).toContain("together with a code app");
  });

  it("shows the app's picture and its key, and asks what it shows", async () => {
    const { root, acts } = await drawScreen("password-app");
    await until(() => expect(root.querySelector("svg[role=img]")?.getAttribute("aria-label")).toContain("code app"));
    expect(root.querySelector(".app-secret")?.textContent?.trim()).toBe("JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP");
    await act(() => type(field(root, "Code of your app"), "123456"));
    submit(root);
    expect(acts).toEqual([["confirm", "123456"]]);
  });

  it("asks for another user name alone", async () => {
    const { root, acts } = await drawScreen("password-rename");
    expect(field(root, "User name").getAttribute("aria-invalid")).toBe("true");
    submit(root);
    expect(acts).toEqual([["rename"]]);
  });
});

describe("the password on the account page", () => {
  it("is set, replaced, and removed after a question", async () => {
    const none = await drawScreen("account");
    press(none.root, "Set a password");
    expect(none.acts).toEqual([["setPassword"]]);
    const { root, acts } = await drawScreen("account-with-password");
    expect(root.textContent).toContain("A code of your app is asked for as well.");
    press(root, "Replace the password");
    press(root, "Remove the password");
    await until(() => expect(root.textContent).toContain("you are signed out on your other devices"));
    expect(acts).toEqual([["setPassword"]]);
    press(root.querySelector("dialog") ?? root, "Remove the password");
    expect(acts.at(-1)).toEqual(["removePassword"]);
  });

  it("that is the last way in stays", async () => {
    const { root } = await drawScreen("account-password-only");
    expect(root.textContent).toContain("The last way in cannot be removed");
    expect(root.textContent).not.toContain("Remove the password");
  });
});

describe("showing again who one is", () => {
  it("stands in front of the page, and goes when it is closed", async () => {
    const { root, acts } = await drawScreen("proof-passkey");
    expect(root.querySelector("dialog")?.textContent).toContain("Show that it is you");
    expect(root.querySelector("h1")?.textContent, "the page is still there").toBe("Who works here");
    press(root, "Use your passkey");
    press(root, "Use your password instead");
    press(root, "Do not do it");
    expect(acts).toEqual([["usePasskey"], ["choose", "password"], ["cancel"]]);
    expect(await wrongs(root)).toEqual([]);
  });

  it("takes the password, the code of its app, or the code of the sheet", async () => {
    const password = await drawScreen("proof-password");
    expect(password.root.textContent).toContain("amara.okafor");
    await act(() => type(field(password.root, "Password"), "secret"));
    submit(password.root);
    expect(password.acts).toEqual([["usePassword", "secret"]]);
    const code = await drawScreen("proof-code");
    await act(() => type(field(code.root, "Code of your app"), "123456"));
    submit(code.root);
    expect(code.acts).toEqual([["enterCode", "123456"]]);
    const sheet = await drawScreen("proof-sheet");
    submit(sheet.root);
    expect(sheet.acts).toEqual([]);
    await act(() => type(field(sheet.root, "Code on your sheet"), "7kq2"));
    submit(sheet.root);
    expect(sheet.acts).toEqual([["useSheet", "7kq2"]]);
  });
});

describe("the practice's key", () => {
  it("that could not be taken can be taken again", async () => {
    const { root, acts } = await drawScreen("practice-root-failed");
    press(root, "Take the key");
    expect(acts).toEqual([["takeRoot"]]);
    const foreign = await drawScreen("practice-root-foreign");
    expect(foreign.root.textContent).toContain("is not that of this practice");
    expect(foreign.root.textContent).not.toContain("Take the key");
  });
});
