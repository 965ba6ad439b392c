// Coming in by the recovery sheet: the code, a new passkey, a new sheet, and each way in which it can fail.

import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { createStaff } from "../../src/call/staff.ts";
import type { CodeSignInView, RenewalView, StaffView } from "../../src/call/view.ts";
import { until } from "./hands/clock.ts";
import { CERTIFICATE, NEW_CODE, RECOVERY_CODE } from "./hands/seal.ts";
import { at, StaffWorld } from "./hands/staff.ts";

const MINUTE = 60_000;
/** SHA-256 of the vault before. */
const WAS = createHash("sha256").update(Buffer.from("vaultold", "base64url")).digest("base64url");

let hands: StaffWorld;
let staff: StaffView;

const code = (): CodeSignInView => at(staff, "code");
const view = (): RenewalView => at(staff, "recovery");

beforeEach(() => {
  hands = new StaffWorld();
});

function toCode(): void {
  staff = createStaff(hands.ports, { kind: "signIn" });
  at(staff, "signIn").toCode();
}

async function toStart(): Promise<void> {
  toCode();
  code().signIn(RECOVERY_CODE);
  await until(() => staff.page.value.at === "recovery");
}

async function toKept(): Promise<void> {
  await toStart();
  view().make();
  await until(() => view().screen.value === "sheet");
  view().next();
}

/** Types the two groups of the new sheet that are asked for. */
function finish(): void {
  const groups = NEW_CODE.split("-");
  const [first, second] = view().asked.value;
  view().finish(groups[first - 1] ?? "", groups[second - 1] ?? "");
}

describe("the code on the sheet", () => {
  it("opens the account; the server hears a signature for this site, never the code", async () => {
    toCode();
    code().signIn(RECOVERY_CODE.toLowerCase().replaceAll("-", "  "));
    expect(code().busy.value).toBe(true);
    code().signIn(RECOVERY_CODE);
    await until(() => staff.page.value.at === "recovery");
    expect(hands.count("signIn"), "one press is one attempt").toBe(1);
    expect(hands.seal.asked).toEqual(["offerCode", "signWithCode ceremony https://practice.example", "openAccount me"]);
    expect(hands.said("signInWithCode")).toEqual({ ceremony: "ceremony", key: "recovery key", signature: "signed" });
    expect(JSON.stringify(hands.heard)).not.toContain(RECOVERY_CODE.slice(0, 4));
    expect(hands.world.server.raw, "no desk before there is a new passkey").toEqual([]);
  });

  it("that is mistyped is explained before anything is sent, and can be typed again", async () => {
    toCode();
    code().signIn(RECOVERY_CODE.slice(0, -1));
    await until(() => code().mistyped.value && !code().busy.value);
    expect(hands.heard).toEqual([]);
    expect(hands.seal.ended, "no worker is left behind").toBe(true);
    code().signIn(RECOVERY_CODE);
    expect(code().mistyped.value).toBe(false);
    await until(() => staff.page.value.at === "recovery");
  });

  it.each([
    ["signIn", null, "offline"],
    ["signIn", "tooMany", "tooMany"],
    ["signIn", "unknownLink", "notSetUp"],
    ["signInWithCode", null, "offline"],
    ["signInWithCode", "badCredential", "unknown"],
    ["signInWithCode", "tooMany", "tooMany"],
    ["signInWithCode", "internal", "internal"],
  ] as const)("where %s is answered with %s, says %s", async (method, refusal, trouble) => {
    toCode();
    hands.refusing.set(method, refusal);
    code().signIn(RECOVERY_CODE);
    await until(() => code().trouble.value === trouble);
    expect(hands.seal.ended).toBe(true);
    hands.refusing.clear();
    await until(() => !code().busy.value);
    code().signIn(RECOVERY_CODE);
    await until(() => staff.page.value.at === "recovery");
  });

  it("that does not open the vault is said", async () => {
    toCode();
    hands.seal.failing.set("openAccount", "badVault");
    code().signIn(RECOVERY_CODE);
    await until(() => code().trouble.value === "vaultClosed");
    expect(hands.seal.ended).toBe(true);
  });

  it("leads back to the other ways", () => {
    toCode();
    code().back();
    expect(at(staff, "signIn").why.value).toBeNull();
  });
});

describe("what follows before anything else", () => {
  it("is a new passkey in place of all others, and a new sheet; then the desk", async () => {
    await toStart();
    expect(view().why).toBe("lost");
    expect(view().practice.value).toBe("Practice at the Canal");
    view().make();
    expect(view().busy.value).toBe("passkey");
    await until(() => view().screen.value === "sheet");
    expect(hands.seal.asked.at(-1)).toBe("changeWays add phone mac renew");
    expect(view().sheet.value).toMatchObject({ name: "Dr Vermeer", groups: NEW_CODE.split("-") });
    view().next();
    const [first] = view().asked.value;
    view().finish(NEW_CODE.split("-")[first - 1] ?? "", "0000");
    expect(view().mistyped.value).toBe(true);
    view().back();
    expect(view().screen.value).toBe("sheet");
    view().next();
    expect(view().mistyped.value).toBe(false);
    expect(hands.count("changeWays"), "before the sheet was kept").toBe(0);
    finish();
    await until(() => staff.page.value.at === "desk");
    expect(hands.said("changeWays")).toEqual({
      was: WAS,
      vault: { vault: "vault001", keys: [] },
      passkey: { name: "Mac", credential: { id: "created 1" } },
      remove: ["phone", "mac"],
      password: null,
      recoveryKey: "new recovery key",
    });
    expect(hands.seal.asked.filter((asked) => /Ways/.test(asked))).toEqual([
      "changeWays add phone mac renew",
      "keepWays",
    ]);
    expect(hands.seal.ended).toBe(false);
    expect(JSON.stringify(hands.heard)).not.toContain("1111");
    await until(() => at(staff, "desk").screen.value === "desk");
  });

  it("leads a colleague who is not confirmed back to the wait", async () => {
    hands.info = { ...hands.info, certificate: null };
    await toKept();
    finish();
    await until(() => staff.page.value.at === "unconfirmed");
    hands.info = { ...hands.info, certificate: CERTIFICATE };
    await hands.world.clock.advance(3_000);
    await until(() => staff.page.value.at === "desk");
  });

  it.each(["cancelled", "unsupported", "noPrf", "failed"] as const)(
    "says that the passkey was %s, changes nothing, and can be tried again",
    async (reason) => {
      await toStart();
      hands.passkeyFails = reason;
      view().make();
      await until(() => view().trouble.value === reason && view().busy.value === null);
      expect(view().screen.value).toBe("start");
      expect(hands.seal.ended).toBe(false);
      hands.passkeyFails = null;
      view().make();
      await until(() => view().screen.value === "sheet");
      expect(view().trouble.value).toBeNull();
      expect(hands.count("changeWays")).toBe(0);
    },
  );

  it.each([
    [null, "offline"],
    ["tooMany", "tooMany"],
    ["internal", "internal"],
  ] as const)("says what keeps the passkey from being made: %s", async (refusal, trouble) => {
    await toStart();
    hands.refusing.set("accountPasskey", refusal);
    view().make();
    await until(() => view().trouble.value === trouble);
    expect(hands.passkeysMade).toBe(0);
  });

  it("says that the worker could not seal the vault anew", async () => {
    await toStart();
    hands.seal.failing.set("changeWays", "badArgument");
    view().make();
    await until(() => view().trouble.value === "internal");
    expect(view().screen.value).toBe("start");
  });

  it("is told again as it is where the server was not reached", async () => {
    await toKept();
    hands.refusing.set("changeWays", null);
    hands.refusing.set("account", null);
    finish();
    await until(() => view().trouble.value === "offline");
    const first = hands.said("changeWays");
    expect(hands.seal.asked).not.toContain("keepWays");
    hands.refusing.clear();
    await until(() => view().busy.value === null);
    finish();
    await until(() => staff.page.value.at === "desk");
    expect(hands.said("changeWays")).toEqual(first);
    expect(hands.passkeysMade).toBe(1);
  });

  it("counts as told where only the answer was lost", async () => {
    await toKept();
    hands.refusing.set("changeWays", "conflict");
    hands.info = { ...hands.info, vault: { vault: "vault001", keys: [] } };
    finish();
    await until(() => staff.page.value.at === "desk");
    expect(hands.seal.asked).toContain("keepWays");
  });

  it("stops where the ways in were changed elsewhere, and leads to signing in again", async () => {
    await toKept();
    hands.refusing.set("changeWays", "conflict");
    finish();
    await until(() => view().trouble.value === "conflict");
    expect(hands.seal.asked).not.toContain("keepWays");
    view().signOut();
    expect(at(staff, "signIn").why.value).toBe("left");
    expect(hands.seal.ended).toBe(true);
  });

  it("has the passkey made once more, with another sheet, where it came too late", async () => {
    await toKept();
    hands.refusing.set("changeWays", "badCredential");
    finish();
    await until(() => view().trouble.value === "tooLate" && view().busy.value === null);
    expect(view().screen.value).toBe("start");
    expect(view().sheet.value).toBeNull();
    hands.refusing.clear();
    view().make();
    await until(() => view().screen.value === "sheet");
    view().next();
    finish();
    await until(() => staff.page.value.at === "desk");
    expect(hands.said("changeWays")).toMatchObject({ was: WAS, passkey: { credential: { id: "created 2" } } });
  });

  it.each(["accountPasskey", "changeWays"] as const)(
    "leads to signing in where the session is over at %s, and the old sheet still opens",
    async (method) => {
      await toKept();
      hands.refusing.set(method, "notSignedIn");
      if (method === "accountPasskey") {
        hands = new StaffWorld();
        await toStart();
        hands.refusing.set(method, "notSignedIn");
        view().make();
      } else {
        finish();
      }
      await until(() => staff.page.value.at === "signIn");
      expect(at(staff, "signIn").why.value).toBe("ended");
      expect(hands.seal.ended).toBe(true);
      hands.refusing.clear();
      at(staff, "signIn").toCode();
      code().signIn(RECOVERY_CODE);
      await until(() => staff.page.value.at === "recovery");
    },
  );

  it("can be stopped, which signs out and changes nothing", async () => {
    await toStart();
    view().make();
    await until(() => view().screen.value === "sheet");
    const { seal } = hands;
    const stopped = view();
    stopped.stop();
    expect(at(staff, "signIn").why.value).toBe("left");
    expect(seal.ended).toBe(true);
    expect(stopped.sheet.value, "the code is on no screen any more").toBeNull();
    expect(hands.said("signOut")).toEqual({ everywhere: false });
    expect(hands.count("changeWays")).toBe(0);
  });

  it("ends by itself after fifteen minutes in which nothing was done", async () => {
    await toStart();
    await hands.world.clock.advance(10 * MINUTE);
    hands.act();
    expect(hands.count("alive"), "printing a sheet takes its time").toBe(1);
    await hands.world.clock.advance(15 * MINUTE + 10_000);
    expect(at(staff, "signIn").why.value).toBe("idle");
    expect(hands.seal.ended).toBe(true);
  });
});
