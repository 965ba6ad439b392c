// The screens of patients' accounts: the offer and the way, the own page, what is downloaded, and what the desk shows.

import { act } from "preact/test-utils";
import { afterEach, describe, expect, it } from "vitest";
import { copy } from "../../src/gallery/patient-fixtures";
import { heldPage } from "../../src/ui/patient/held-page";
import { patientTexts, setLanguage } from "../../src/ui/texts/texts";
import { clear, drawScreen, named, press, submit, type, until, wrongs } from "./draw";

afterEach(clear);

describe("the offer", () => {
  it("is quiet, and only for who may have an account", async () => {
    const { root, acts } = await drawScreen("guest-offer");
    expect(named(root, "button", "Make an account (you do not need one)").className).toContain("button-quiet");
    press(root, "Make an account (you do not need one)");
    expect(acts).toEqual([["makeAccount"]]);
    const without = await drawScreen("guest-invitation");
    expect(without.root.textContent).not.toContain("Make an account");
  });

  it("says aloud that its page did not arrive", async () => {
    const { root } = await drawScreen("guest-offer-failed");
    const live = [...root.querySelectorAll("[aria-live]")].map((one) => one.textContent).join();
    expect(live).toContain("Nothing was lost");
  });
});

describe("making an account", () => {
  it("says first that it is not needed, and how to go back", async () => {
    const { root, acts } = await drawScreen("patient-purpose");
    expect(root.textContent).toContain("You do not need it for your visit with Dr. Amara Okafor");
    press(root, "No, back to my invitation");
    submit(root);
    expect(acts).toEqual([["leave"], ["next"]]);
  });

  it("asks for contact data, with keyboards and fillings-in that fit, and says what is wrong at the field", async () => {
    const { root } = await drawScreen("patient-contact-email");
    const email = named<HTMLInputElement>(root, "input", "E-mail (may be left empty)");
    expect([email.type, email.autocomplete, email.getAttribute("aria-invalid")]).toEqual(["email", "email", "true"]);
    await until(() => expect(document.activeElement?.id).toBe(email.id));
    const telephone = named<HTMLInputElement>(root, "input", "Telephone (may be left empty)");
    expect([telephone.type, telephone.autocomplete]).toEqual(["tel", "tel"]);
    expect(named<HTMLInputElement>(root, "input", "Your name").autocomplete).toBe("name");
    expect(root.querySelector("[role=alert]")?.textContent).toContain("This is not an e-mail address");
  });

  it("offers the same ways in as staff have", async () => {
    const { root, acts } = await drawScreen("patient-passkey");
    press(root, "Use a password instead");
    submit(root);
    expect(acts).toEqual([["usePassword"], ["makePasskey"]]);
  });

  it("tells where to sign in at the end, and leads back to the invitation", async () => {
    const { root, acts } = await drawScreen("patient-done");
    expect(root.textContent).toContain("visit.willowstreet.example/sign-in");
    expect(root.textContent).toContain("nothing of your account is kept");
    press(root, "Back to my invitation");
    expect(acts).toEqual([["leave"]]);
  });

  it("tells whoever finds an account made already what to do", async () => {
    const { root, acts } = await drawScreen("patient-problem-accountMade");
    expect(root.textContent).toContain("If that was not you, tell the practice now");
    expect(root.querySelector("a[href^='tel:']")).not.toBeNull();
    press(root, "Back to my invitation");
    expect(acts).toEqual([["leave"]]);
  });
});

describe("the own page", () => {
  it("shows contact data, what is held and the ways in, and nothing of staff", async () => {
    const { root } = await drawScreen("patient-account");
    const text = root.textContent ?? "";
    for (const words of [
      "elisabeth.jansen@mail.example",
      "The device of Dr. Amara Okafor has checked",
      "20 minutes with Dr. Amara Okafor",
      "Tomás Oliveira opened the marked visit – Reason given: because someone's health was in danger",
      "You signed in",
      "You, or somebody who tried in your place signed in (not allowed, and not done)",
      "somebodyNew somethingNew (could not be done)",
      "Show 5 earlier entries",
      "Safari on Mac",
    ]) {
      expect(text).toContain(words);
    }
    for (const words of ["colleague", "administrator", "Desk", "What you may do"]) expect(text).not.toContain(words);
  });

  it("changes the contact data in a form of its own, from what there is", async () => {
    const { root, acts } = await drawScreen("patient-account-changing");
    const email = named<HTMLInputElement>(root, "input", "E-mail (may be left empty)");
    expect(email.value).toBe("elisabeth.jansen@mail.example");
    await act(() => type(email, "e.j@mail.example"));
    submit(root);
    const contact = { name: "Elisabeth Jansen", email: "e.j@mail.example", telephone: "+31 6 5550 1234" };
    expect(acts).toEqual([["changeContact", contact]]);
    press(root, "Leave it as it is");
    expect(acts.at(-1)).toEqual(["keep"]);
    const saving = await drawScreen("patient-account-saving");
    submit(saving.root);
    expect(saving.acts, "once at a time").toEqual([]);
  });

  it("says aloud what was done, and what was not", async () => {
    for (const [screen, words] of [
      ["patient-account-changed", "Your contact data was changed"],
      ["patient-account-trouble-clinician", "We could not be sure who would read this"],
      ["patient-account-downloaded", "The file was made"],
      ["patient-account-delete-offline", "Nothing was changed"],
      ["patient-account-wrong", "The confirmation does not hold"],
    ] as const) {
      const { root } = await drawScreen(screen);
      const live = [...root.querySelectorAll("[aria-live]")].map((one) => one.textContent).join();
      expect(live, screen).toContain(words);
    }
  });

  it("fetches again what did not arrive", async () => {
    const { root, acts } = await drawScreen("patient-account-held-offline");
    press(root, "Try again");
    expect(acts).toEqual([["look"]]);
  });

  it("deletes the account only after saying what goes and what stays", async () => {
    const { root, acts } = await drawScreen("patient-account");
    press(root, "Delete the account");
    await until(() => expect(root.querySelector("dialog")).not.toBeNull());
    const words = root.querySelector("dialog")?.textContent;
    expect(words).toContain("nobody can sign in any more");
    expect(words).toContain("They hold identifiers and times only");
    expect(words).toContain("It cannot be undone");
    expect(await wrongs(root)).toEqual([]);
    press(root, "Leave it as it is");
    await until(() => expect(root.querySelector("dialog")).toBeNull());
    expect(acts).toEqual([]);
    press(root, "Delete the account");
    await until(() => press(root, "Delete it now"));
    expect(acts).toEqual([["erase"]]);
    await until(() => expect(root.querySelector("dialog")).toBeNull());
  });

  it("tells of somebody else's signing in", async () => {
    const { root } = await drawScreen("patient-account-newcomer");
    expect(root.querySelector("[role=alert]")?.textContent).toContain("If that was not you: end all sessions.");
  });

  it("hands over what is held in two forms", async () => {
    const { root, acts } = await drawScreen("patient-account");
    press(root, "Download the data (JSON)");
    press(root, "Download a page to read");
    expect(acts.map(([name]) => name)).toEqual(["downloadJson", "downloadPage"]);
    expect(acts[1]?.[1]).toContain("<!doctype html>");
  });
});

describe("the page that is downloaded", () => {
  it("is whole, needs nothing else, and lets nothing in it become markup", async () => {
    await setLanguage("en");
    await patientTexts();
    const text = heldPage(copy);
    const page = new DOMParser().parseFromString(text, "text/html");
    expect(page.querySelectorAll("script, link, img, iframe, object, base, form, a, b")).toHaveLength(0);
    expect(text).not.toMatch(/https?:|javascript:|url\(|@import/);
    expect(page.querySelector("meta[http-equiv]")?.getAttribute("content")).toContain("default-src 'none'");
    expect(page.documentElement.lang).toBe("en");
    expect(page.title).toBe("What Willow & Street <Practice> holds about you");
    const words = page.body.textContent ?? "";
    expect(words).toContain('<script>alert("x")</script>');
    expect(words).toContain("My <b>phone</b>");
    expect(words).toContain("elisabeth.jansen@mail.example");
    expect(words).toContain("o'jansen");
    expect(page.querySelectorAll("tbody tr"), "all of them").toHaveLength(copy.entries.length);
    expect(words).not.toMatch(/(patient|held|visit|client)-[a-z]+/);
  });

  it("is in the language of whoever asks for it", async () => {
    await setLanguage("nl");
    await patientTexts();
    const page = new DOMParser().parseFromString(heldPage(copy), "text/html");
    expect(page.documentElement.lang).toBe("nl");
    expect(page.body.textContent).toContain("Wie deed wat, en wanneer");
    expect(page.body.textContent).not.toMatch(/(patient|held|visit|client)-[a-z]+/);
    await setLanguage("en");
  });

  it("says so where there is nothing", async () => {
    await setLanguage("en");
    await patientTexts();
    const nothing = { ...copy, contact: null, visits: [], entries: [], passkeys: [], userName: null, sessions: [] };
    const page = new DOMParser().parseFromString(heldPage(nothing), "text/html");
    expect(page.body.textContent).toContain("It could not be opened when this page was made.");
    expect(page.body.textContent).toContain("No visit is held, or a clinician");
  });
});

describe("the desk", () => {
  it("shows how to reach a patient, whether they wait or not", async () => {
    const { root } = await drawScreen("desk-patients");
    const links = [...root.querySelectorAll("a")].map((link) => link.getAttribute("href"));
    expect(links).toContain("tel:+31655501234");
    expect(links).toContain("mailto:elisabeth.jansen@mail.example");
    const waiting = named(root, "button", "Admit Elisabeth").closest("li");
    expect(waiting?.querySelector("a[href^='tel:']")).not.toBeNull();
    expect(waiting?.textContent, "the account's name, where another was given at the door").toContain(
      "Elisabeth Jansen",
    );
  });

  it("warns of an account that somebody else made, and says what to do", async () => {
    const { root } = await drawScreen("desk-patients-doubts");
    const warning = [...root.querySelectorAll("[aria-live] .notice-bad")].map((one) => one.textContent).join();
    expect(warning).toContain("Somebody else tried to make an account with this link");
    expect(warning).toContain("Call the patient on a number you know");
    expect(root.textContent).toContain("No e-mail or telephone given");
  });

  it("asks once more before an account that somebody else made is deleted", async () => {
    const { root, acts } = await drawScreen("desk-patients-doubts");
    press(root, "Delete that account");
    await until(() => expect(root.textContent).toContain("Nothing of this visit was shown to them."));
    expect(acts).toEqual([]);
    press(root, "Delete it");
    expect(acts).toEqual([["discardPatient", "p3", "s10"]]);
    await until(() => expect(root.querySelector("dialog")).toBeNull());
  });

  it("keeps what tells who a marked visit is for folded up", async () => {
    const { root } = await drawScreen("desk-patients");
    const folded = [...root.querySelectorAll("details")].find((one) => one.textContent?.includes("Patient K7Q2"));
    expect(folded?.open).toBe(false);
    expect(folded?.textContent).toContain("elisabeth.jansen@mail.example");
    const card = folded?.closest("li.visit")?.cloneNode(true) as Element;
    card.querySelector("details")?.remove();
    expect(card.textContent).not.toContain("Elisabeth");
  });
});
