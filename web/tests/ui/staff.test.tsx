// What staff can do on their pages beside the visits, by the names on the screen.

import { act } from "preact/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import { clear, drawScreen, named, press, submit, type, until, wrongs } from "./draw";

afterEach(() => {
  vi.unstubAllGlobals();
  clear();
});

function tick(root: ParentNode, words: string): void {
  const label = [...root.querySelectorAll("label")].find((one) => one.textContent?.startsWith(words));
  label?.querySelector("input")?.click();
}

describe("enrolling", () => {
  it("asks for the practice's name, and says what is missing", async () => {
    const { root, acts } = await drawScreen("enrol-practice");
    submit(root);
    await until(() => expect(root.textContent).toContain("Please fill in the name of your practice."));
    expect(acts).toEqual([]);
    const field = named<HTMLInputElement>(root, "input", "Name of the practice");
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(await wrongs(root)).toEqual([]);
    type(field, "Willow Street Practice");
    submit(root);
    await until(() => expect(acts).toEqual([["next"]]));
  });

  it("asks who the founder is, and whether they hold visits", async () => {
    const { root, acts } = await drawScreen("enrol-you");
    submit(root);
    await until(() => expect(root.textContent).toContain("Please fill in your name."));
    type(named<HTMLInputElement>(root, "input", "Your name"), "Dr. Amara Okafor");
    tick(root, "I hold visits myself");
    submit(root);
    await until(() => expect(acts).toEqual([["next"]]));
  });

  it("shows a colleague who invites them, as whom and to do what", async () => {
    const { root } = await drawScreen("enrol-welcome");
    const text = root.textContent ?? "";
    expect(text).toContain("Dr. Amara Okafor invites you");
    expect(text).toContain("Tomás Oliveira");
    expect(text).toContain("plans visits and holds them");
    await until(() => expect(document.title, "no name in the tab").toBe("Welcome · Curtain"));
  });

  it("makes a passkey, and says what to do where it cannot be made", async () => {
    const { root, acts } = await drawScreen("enrol-passkey-noPrf");
    expect(root.textContent).toContain("security key");
    submit(root);
    expect(acts).toEqual([["makePasskey"]]);
  });

  it("prints the sheet, which says what it is for", async () => {
    const print = vi.fn();
    vi.stubGlobal("print", print);
    const { root, acts } = await drawScreen("enrol-sheet");
    const sheet = root.querySelector(".sheet")?.textContent ?? "";
    for (const part of [
      "Willow Street Practice",
      "Dr. Amara Okafor",
      "7KQ2",
      "GY61",
      "should your passkey or your password be lost",
    ]) {
      expect(sheet).toContain(part);
    }
    press(root, "Print the sheet");
    expect(print).toHaveBeenCalledOnce();
    submit(root);
    expect(acts).toEqual([["next"]]);
  });

  it("asks for two groups of the sheet by their numbers", async () => {
    const { root, acts } = await drawScreen("enrol-kept");
    await act(() => type(named<HTMLInputElement>(root, "input", "Group 3"), "93tb"));
    await act(() => type(named<HTMLInputElement>(root, "input", "Group 6"), "4njv"));
    submit(root);
    expect(acts).toEqual([["finish", "93tb", "4njv"]]);
  });

  it("leads from a link that was used to signing in", async () => {
    const { root, acts } = await drawScreen("enrol-problem-enrolUsed");
    press(root, "Sign in");
    expect(acts).toEqual([["toSignIn"]]);
  });
});

describe("signing in", () => {
  it("is one press", async () => {
    const { root, acts } = await drawScreen("sign-in");
    press(root, "Sign in with a passkey");
    expect(acts).toEqual([["signIn"]]);
  });

  it("offers a password as the second way, and as the first where the browser has no passkeys", async () => {
    const { root, acts } = await drawScreen("sign-in");
    expect(named(root, "button", "Use a password instead").className).toContain("button-secondary");
    press(root, "Use a password instead");
    expect(acts).toEqual([["toPassword"]]);
    const without = await drawScreen("sign-in-no-passkeys");
    expect(named(without.root, "button", "Use a password instead").className).toContain("button-primary");
    expect(without.root.textContent).not.toContain("Sign in with a passkey");
  });

  it("cannot be pressed twice while the device asks", async () => {
    const { root } = await drawScreen("sign-in-asking");
    expect(named<HTMLButtonElement>(root, "button", "Sign in with a passkey").disabled).toBe(true);
  });

  it("is offered quietly to staff who came without a link", async () => {
    const { root } = await drawScreen("landing");
    expect(named<HTMLAnchorElement>(root, "a", "Sign in to an account").getAttribute("href")).toBe("/sign-in");
  });
});

describe("signing out", () => {
  it.each([
    ["Sign out here", false],
    ["Sign out on all devices", true],
  ] as const)("is two presses: %s", async (name, everywhere) => {
    const { root, acts } = await drawScreen("desk-account");
    press(root, "Sign out");
    await until(() => named(root, "dialog button", name));
    expect(await wrongs(root)).toEqual([]);
    press(root, name);
    expect(acts).toEqual([["signOut", everywhere]]);
  });

  it("is not offered at a desk that was opened by a link", async () => {
    const { root } = await drawScreen("desk");
    expect(root.textContent).not.toContain("Sign out");
  });
});

describe("the practice page", () => {
  it("leads to the desk and back", async () => {
    const practice = await drawScreen("practice");
    press(practice.root, "Desk");
    expect(practice.acts).toEqual([["toDesk"]]);
    const desk = await drawScreen("desk-account");
    press(desk.root, "Practice");
    expect(desk.acts).toEqual([["toPractice"]]);
  });

  it("tells a clinician who waits at the desk behind it", async () => {
    const { root } = await drawScreen("practice-waiting");
    expect(root.textContent).toContain("3 people are waiting at your desk.");
  });

  it("confirms with one press, and that is its next step", async () => {
    const { root, acts } = await drawScreen("practice-confirm");
    const confirm = named(root, "button", "Confirm Priya Raman");
    expect(confirm.className).toContain("button-primary");
    expect(named(root, "button", "Invite a colleague").className).not.toContain("button-primary");
    expect(root.textContent).toContain("Only the administrator who made the link can confirm this colleague.");
    confirm.click();
    expect(acts).toEqual([["confirm", "a5"]]);
  });

  it("invites with a name and roles, and hands the link over", async () => {
    const { root, acts } = await drawScreen("practice");
    press(root, "Invite a colleague");
    await until(() => named(root, "input", "Name of your colleague"));
    submit(root);
    await until(() => expect(root.textContent).toContain("Please fill in the name."));
    await act(() => type(named<HTMLInputElement>(root, "input", "Name of your colleague"), "Jan de Boer"));
    submit(root);
    await until(() => expect(root.textContent).toContain("Please choose at least one."));
    await act(() => tick(root, "Reception"));
    await act(() => tick(root, "Clinician"));
    expect(root.textContent).not.toContain("Please choose at least one.");
    expect(await wrongs(root)).toEqual([]);
    submit(root);
    await until(() => {
      expect(named<HTMLInputElement>(root, "input", "Link").value).toContain("/s/");
    });
    expect(acts).toEqual([["invite", "Jan de Boer", ["reception", "clinician"]]]);
    expect(root.textContent).toContain("This link is for Jan de Boer alone");
    expect(await wrongs(root)).toEqual([]);
  });

  it("signs a colleague out with one press, and says so", async () => {
    const { root, acts } = await drawScreen("practice");
    press(root, "Sign Tomás Oliveira out everywhere");
    expect(acts).toEqual([["signOut", "a2"]]);
    const after = await drawScreen("practice-trouble");
    expect(after.root.textContent).toContain("They were signed out on all devices. They can sign in again.");
  });

  it("asks once before it ends access, and says what happens", async () => {
    const { root, acts } = await drawScreen("practice");
    press(root, "End access of Tomás Oliveira");
    await until(() => expect(root.textContent).toContain("signed out on all devices"));
    expect(root.textContent).toContain("Visits that they planned are called off");
    expect(root.textContent).toContain("You can invite them anew, also if they lost all their keys.");
    expect(acts).toEqual([]);
    press(root, "End access");
    expect(acts).toEqual([["end", "a2"]]);
    await until(() => press(root, "Take back the link of Mei Lin"));
    await until(() => press(root, "Take the link back"));
    expect(acts.at(-1)).toEqual(["end", "a3"]);
  });
});

describe("a new visit", () => {
  it("is the desk's next step when nobody waits", async () => {
    const quiet = await drawScreen("desk-account-quiet");
    expect(named(quiet.root, "button", "New visit").className).toContain("button-primary");
    const busy = await drawScreen("desk-account");
    expect(named(busy.root, "button", "New visit").className).not.toContain("button-primary");
  });

  it("begins now unless said otherwise, and its link is handed over", async () => {
    const { root, acts } = await drawScreen("desk-account-quiet");
    press(root, "New visit");
    await until(() => named(root, "input", "Length in minutes"));
    expect(await wrongs(root)).toEqual([]);
    await act(() => tick(root, "Discreet"));
    submit(root);
    await until(() => expect(named<HTMLInputElement>(root, "input", "Link").value).toContain("/v/"));
    expect(acts).toEqual([["plan", { startsAt: null, minutes: 20, sensitive: true, marked: false }]]);
  });

  it("is planned for a day and a time, which must be still to come", async () => {
    const { root, acts } = await drawScreen("desk-account-quiet");
    press(root, "New visit");
    await until(() => named(root, "input", "Length in minutes"));
    tick(root, "At another time");
    await until(() => named(root, "input", "Date"));
    await act(() => type(named<HTMLInputElement>(root, "input", "Date"), "2020-02-29"));
    submit(root);
    await until(() => expect(root.textContent).toContain("This time is over"));
    await act(() => type(named<HTMLInputElement>(root, "input", "Date"), "2099-03-01"));
    await act(() => type(named<HTMLInputElement>(root, "input", "Time"), "14:30"));
    await act(() => type(named<HTMLInputElement>(root, "input", "Length in minutes"), "1"));
    submit(root);
    await until(() => expect(root.textContent).toContain("from 5 to 480"));
    expect(acts).toEqual([]);
    await act(() => type(named<HTMLInputElement>(root, "input", "Length in minutes"), "45"));
    submit(root);
    await until(() => {
      expect(acts).toEqual([
        ["plan", { startsAt: new Date(2099, 2, 1, 14, 30), minutes: 45, sensitive: false, marked: false }],
      ]);
    });
  });

  it("of another day stands under 'Later', with its day", async () => {
    const { root } = await drawScreen("desk-later");
    expect(named(root, "h2", "Later").nextElementSibling?.textContent).toContain("Tomorrow");
  });
});
