// What people can do in a call, by the names on the screen and by the keyboard.

import { afterEach, describe, expect, it } from "vitest";
import { call, guest, person } from "../../src/gallery/fixtures";
import { GuestApp } from "../../src/ui/app";
import { setLanguage } from "../../src/ui/texts/texts";
import { clear, drawPart, drawScreen, named, press, type, until } from "./draw";

afterEach(clear);

function key(init: KeyboardEventInit): void {
  document.body.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }));
}

/** The chat stands open where there is room; here it is opened if it does not. */
async function withChat(root: HTMLElement): Promise<HTMLTextAreaElement> {
  if (!root.querySelector("textarea")) press(root, "Chat");
  await until(() => expect(root.querySelector("textarea")).not.toBeNull());
  return named<HTMLTextAreaElement>(root, "textarea", "Message");
}

describe("in a call", () => {
  it("everyone has a picture with a name, and one's own is silent", async () => {
    const { root } = await drawScreen("call-two");
    expect(named<HTMLVideoElement>(root, "video", "Your video").muted).toBe(true);
    expect(named<HTMLVideoElement>(root, "video", "Video of Dr. Amara Okafor").muted).toBe(false);
    expect(root.querySelectorAll("video").length).toBe(2);
  });

  it("sixteen people have sixteen pictures", async () => {
    const { root } = await drawScreen("call-sixteen");
    expect(root.querySelectorAll("video").length).toBe(16);
  });

  it("the picture stays in place while the camera is off, since it carries the voice", async () => {
    const { root } = await drawScreen("call-two-quiet");
    named(root, "video", "Video of Dr. Amara Okafor");
    expect(root.textContent).toContain("Camera is off");
    expect(root.textContent).toContain("Muted");
    expect(root.textContent).toContain("Poor connection");
  });

  it("says that it is encrypted, and only when it is", async () => {
    const sealed = await drawScreen("call-two");
    expect(named(sealed.root, "[role=status]", "End-to-end encrypted").textContent).toBe("End-to-end encrypted");
    clear();
    const notYet = await drawScreen("call-connecting");
    expect(notYet.root.textContent).not.toContain("End-to-end encrypted");
  });

  it("shows the spoken code as six digits", async () => {
    const { root } = await drawScreen("call-two");
    expect(named(root, "[aria-labelledby='spoken-code']", "Spoken code").textContent).toBe("408316");
  });

  it("asks to compare again where a code that was compared is new", async () => {
    const before = await drawScreen("call-two");
    expect(before.root.textContent).not.toContain("The code is new: compare again");
    clear();
    const { root } = await drawScreen("call-code-renewed");
    expect(root.textContent).toContain("The code is new: compare again");
  });

  it("says who is there without the server naming them", async () => {
    const { root } = await drawScreen("call-unannounced");
    expect(root.querySelector(".tiles")?.textContent?.match(/In the call, not announced by the server/g)?.length).toBe(
      1,
    );
    press(root, "People");
    await until(() => expect(root.querySelectorAll(".person").length).toBe(3));
    const facts = [...root.querySelectorAll(".person")].map((one) => one.textContent?.includes("not announced"));
    expect(facts).toEqual([false, false, true]);
  });

  it("says of someone whose device has proved nothing yet only that they are joining", () => {
    const people = [person("s1", "", { role: null, sealed: false })];
    const root = drawPart(<GuestApp view={guest("call", { call: call({ people }) })} />);
    return until(() => named(root, "video", "Video of Someone who is joining"));
  });

  it("tells two people of one name apart in the chat", async () => {
    const line = { mine: false, at: new Date(0), text: "Hello", file: null, state: "sent" } as const;
    const chat = [
      { ...line, id: "1", from: "Ann", role: "companion" as const },
      { ...line, id: "2", from: "Dr. Okafor", role: null },
    ];
    const root = drawPart(<GuestApp view={guest("call", { call: call({ chat }) })} />);
    await until(() => expect(root.querySelector("h1")).not.toBeNull());
    await withChat(root);
    const names = [...root.querySelectorAll(".chat-from")].map((from) => from.textContent?.replace(/ \d.*/, ""));
    expect(names).toEqual(["Ann (Companion)", "Dr. Okafor"]);
  });

  it("leaves with one press", async () => {
    const { root, acts } = await drawScreen("call-two");
    press(root, "Leave");
    expect(acts).toContainEqual(["leave"]);
  });

  it("switches microphone and camera", async () => {
    const { root } = await drawScreen("call-two");
    const microphone = named(root, "button", "Microphone");
    expect(microphone.getAttribute("aria-pressed")).toBe("true");
    microphone.click();
    await until(() => expect(named(root, "button", "Microphone").getAttribute("aria-pressed")).toBe("false"));
    press(root, "Camera");
    await until(() => expect(named(root, "button", "Camera").textContent).toContain("off"));
  });

  it("offers to turn on sound that the browser holds back", async () => {
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function refuse(this: HTMLMediaElement) {
      return this.muted ? Promise.resolve() : Promise.reject(new DOMException("", "NotAllowedError"));
    };
    try {
      await setLanguage("en");
      const people = [person("s1", "Dr. Amara Okafor", { stream: new MediaStream() })];
      const root = drawPart(<GuestApp view={guest("call", { call: call({ people }) })} />);
      await until(() => named(root, "button", "Turn on sound"));
      HTMLMediaElement.prototype.play = () => Promise.resolve();
      press(root, "Turn on sound");
      await until(() => expect(root.textContent).not.toContain("Turn on sound"));
    } finally {
      HTMLMediaElement.prototype.play = play;
    }
  });
});

describe("the curtain", () => {
  it("is drawn and opened by its button", async () => {
    const { root } = await drawScreen("call-two");
    press(root, "Curtain");
    await until(() => expect(root.querySelector("dialog")?.textContent).toContain("nobody sees or hears you"));
    expect(named<HTMLVideoElement>(root, "video", "Video of Dr. Amara Okafor").muted).toBe(true);
    press(root, "Open the curtain");
    await until(() => expect(root.querySelector("dialog")).toBeNull());
    await until(() => expect(named<HTMLVideoElement>(root, "video", "Video of Dr. Amara Okafor").muted).toBe(false));
  });

  it("is drawn by Alt+C, whatever letter the keyboard makes of it", async () => {
    const { acts } = await drawScreen("call-two");
    await until(() => {
      if (!acts.some(([act]) => act === "curtain")) key({ code: "KeyC", key: "ç", altKey: true });
      expect(acts).toContainEqual(["curtain"]);
    });
  });

  it("is not drawn by C, Ctrl+Alt+C or a key held down", async () => {
    const { acts } = await drawScreen("call-two");
    key({ code: "KeyC", key: "c" });
    key({ code: "KeyC", key: "c", altKey: true, ctrlKey: true });
    key({ code: "KeyC", key: "c", altKey: true, repeat: true });
    await until(() => {
      key({ code: "KeyC", key: "c", altKey: true });
      expect(acts.filter(([act]) => act === "curtain").length).toBeGreaterThan(0);
    });
    expect(acts.filter(([act]) => act === "curtain")).toEqual([["curtain"]]);
  });

  it("is drawn by Escape twice, and not opened by it", async () => {
    const { root, acts } = await drawScreen("call-two");
    await until(() => {
      key({ key: "Escape", code: "Escape" });
      expect(acts).toContainEqual(["curtain"]);
    });
    key({ key: "Escape", code: "Escape" });
    key({ key: "Escape", code: "Escape" });
    expect(acts.filter(([act]) => act === "curtain")).toEqual([["curtain"]]);
    await until(() => expect(root.querySelector("dialog")).not.toBeNull());
  });

  it("stays drawn when the browser closes its cover", async () => {
    const { root } = await drawScreen("call-curtain");
    const cover = root.querySelector("dialog");
    if (!cover) throw new Error("no cover");
    await until(() => expect(cover.open).toBe(true));
    cover.close();
    await until(() => expect(cover.open).toBe(true));
  });
});

describe("one's own screen", () => {
  it("is not shown back, but said, and stopped with one press", async () => {
    const { root, acts } = await drawScreen("call-screen-own");
    expect(root.textContent).toContain("You are sharing your screen");
    press(root, "Stop sharing the screen");
    expect(acts).toContainEqual(["shareScreen", false]);
  });
});

describe("the chat", () => {
  it("sends by its button and by Enter, and nothing empty", async () => {
    const { root, acts } = await drawScreen("call-two");
    const field = await withChat(root);
    press(root, "Send");
    type(field, "  Good afternoon ");
    await until(() => expect(field.value).toContain("Good"));
    press(root, "Send");
    await until(() => expect(field.value).toBe(""));
    type(field, "and a second");
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", shiftKey: true, bubbles: true }));
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    await until(() => expect(field.value).toBe(""));
    expect(acts.filter(([act]) => act === "send")).toEqual([
      ["send", "Good afternoon"],
      ["send", "and a second"],
    ]);
  });

  it("warns of a card number, and does not hold it back", async () => {
    const { root, acts } = await drawScreen("call-two");
    const field = await withChat(root);
    type(field, "4111 1111 1111 1111");
    await until(() => expect(root.querySelector(".composer")?.textContent).toContain("bank or credit card"));
    press(root, "Send");
    await until(() => expect(acts).toContainEqual(["send", "4111 1111 1111 1111"]));
  });

  it("shows files on their way, and saves those that are complete", async () => {
    const { root } = await drawScreen("call-two");
    await withChat(root);
    expect(named<HTMLProgressElement>(root, "progress", "Progress of my medicines.pdf").value).toBeCloseTo(0.6);
    named(root, "button", "Save exercises.pdf");
  });

  it("marks what came in as read once it is open, and says it aloud while it is closed", async () => {
    const { root, acts } = await drawScreen("call-unread");
    if (!root.querySelector("textarea")) {
      expect(root.textContent).toContain("New message from Dr. Amara Okafor");
      press(root, "Chat 2 new messages");
    }
    await until(() => expect(acts).toContainEqual(["chatRead"]));
  });
});

describe("the spoken code", () => {
  it("is compared with two answers", async () => {
    const { root } = await drawScreen("call-two");
    press(root, "Compare");
    await until(() => press(root, "It is different"));
    await until(() => expect(root.textContent).toContain("Say nothing private for now"));
    press(root, "It is the same");
    await until(() => expect(root.textContent).toContain("Nobody stands between you."));
  });

  it("is asked for where the link came by mail", async () => {
    const { root } = await drawScreen("call-code-prompt");
    press(root, "Show me how");
    await until(() => named(root, "button", "It is the same"));
  });

  it("that could not be made is said so, without digits", async () => {
    const { root } = await drawScreen("call-code-failed");
    expect(root.textContent).toContain("could not be made");
    expect(root.querySelector("[aria-labelledby='spoken-code']")).toBeNull();
  });
});

describe("the clinician", () => {
  it("ends for all apart from stepping out", async () => {
    const { root, acts } = await drawScreen("call-host");
    expect(root.querySelector(".exit")?.textContent).toContain("ends it for everyone");
    press(root, "Step out");
    press(root, "End visit");
    expect(acts.slice(-2)).toEqual([["exit"], ["end"]]);
  });

  it("admits someone at the door", async () => {
    const { root, acts } = await drawScreen("call-host");
    press(root, "Admit Samira Haddad");
    expect(acts).toContainEqual(["admit", "s3"]);
  });

  it("admits all at once, but those who want care", async () => {
    const { root, acts } = await drawScreen("call-host-several");
    press(root, "Admit all 2 who wait");
    expect(acts.filter(([act]) => act === "admit")).toEqual([
      ["admit", "s3"],
      ["admit", "s4"],
    ]);
    clear();
    const one = await drawScreen("call-host");
    expect(one.root.textContent).not.toContain("Admit all");
  });

  it("removes someone", async () => {
    const { root, acts } = await drawScreen("call-host");
    press(root, "People");
    await until(() => press(root, "Remove Elisabeth Jansen"));
    expect(acts).toContainEqual(["remove", "s0"]);
  });

  it("makes a link for a companion, with a code to scan", async () => {
    const { root, acts } = await drawScreen("call-host");
    press(root, "Invite");
    await until(() => press(root, "A companion: interpreter, relative or colleague"));
    expect(acts).toContainEqual(["invite", "companion"]);
    await until(() => expect(named<HTMLInputElement>(root, "input", "Link").value).toContain("/v/"));
    press(root, "Show a code to scan");
    await until(() => expect(root.querySelector(".qr-ink")?.getAttribute("d")?.length).toBeGreaterThan(1_000));
  });
});
