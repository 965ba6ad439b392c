// Making a password: with a new account, after the recovery sheet, and on the page of one's own account; its code app; a user name that is taken.

import { beforeEach, describe, expect, it } from "vitest";
import { createStaff } from "../../src/call/staff.ts";
import type { AccountView, EnrolmentView, PasswordMakingView, RenewalView, StaffView } from "../../src/call/view.ts";
import { codeAt } from "../../src/seal/totp.ts";
import type { Enrolment, WaysChanged } from "../../src/wire/messages.ts";
import { settle, until } from "./hands/clock.ts";
import { NEW_CODE, RECOVERY_CODE } from "./hands/seal.ts";
import { at, StaffWorld } from "./hands/staff.ts";
import { TOKEN } from "./hands/world.ts";

const LONG = "123456789012345";
const SHORT = "12345678";
/** The secret that the hands make. */
const SECRET = Uint8Array.from({ length: 20 }, (_, index) => index + 1);

let hands: StaffWorld;
let staff: StaffView;

beforeEach(() => {
  hands = new StaffWorld();
});

function making(view: { readonly password: EnrolmentView["password"] }): PasswordMakingView {
  const { value } = view.password;
  if (!value) throw new Error("no password is made");
  return value;
}

const code = () => codeAt(SECRET, Math.floor(hands.world.clock.now() / 30_000));

/** Types the two groups that are asked for. */
function prove(view: EnrolmentView | RenewalView, written: string): void {
  const [first, second] = view.asked.value;
  const groups = written.split("-");
  view.finish(groups[first - 1] ?? "", groups[second - 1] ?? "");
}

describe("with a new practice", () => {
  const view = (): EnrolmentView => at(staff, "enrolment");

  async function open(): Promise<PasswordMakingView> {
    staff = createStaff(hands.ports, { kind: "enrolment", token: TOKEN });
    await until(() => view().screen.value !== "loading");
    view().setPracticeName("Practice at the Canal");
    view().next();
    view().setName("Dr Vermeer");
    view().next();
    view().usePassword();
    await until(() => making(view()).listed.value !== null);
    return making(view());
  }

  async function toKept(password = LONG): Promise<PasswordMakingView> {
    const made = await open();
    made.setUserName("vermeer");
    made.choose(password);
    await until(() => view().screen.value === "sheet" || made.screen.value === "app");
    if (made.screen.value === "app") {
      made.confirm(await code());
      await until(() => view().screen.value === "sheet");
    }
    view().next();
    return made;
  }

  it("takes the place of the passkey, and of its step", async () => {
    const made = await open();
    expect(view().screen.value).toBe("password");
    expect(view().progress.value).toEqual([2, 5]);
    expect(made.progress?.value).toEqual([2, 5]);
    expect(made.practice.value).toBe("Practice at the Canal");
    made.back();
    expect(view().screen.value).toBe("passkey");
    view().usePassword();
    expect(making(view())).toBe(made);
  });

  it("is made in the worker, and told with the account; the server never hears it", async () => {
    await toKept();
    expect(hands.said("enrolmentPassword")).toEqual({ token: TOKEN, request: "request for 15" });
    expect(hands.seal.asked).toEqual(["startPassword", "finishPassword response", "makeAccount me"]);
    prove(view(), RECOVERY_CODE);
    await until(() => staff.page.value.at === "desk");
    expect(hands.said("finishEnrolment")).toMatchObject({
      passkey: null,
      password: { userName: "vermeer", record: "record", totp: null },
      recoveryKey: "key",
    } satisfies Partial<Enrolment>);
    expect(JSON.stringify(hands.heard)).not.toContain(LONG);
    expect(hands.count("enrolmentPasskey")).toBe(0);
    expect(hands.seal.ended).toBe(false);
    expect(hands.seen.get("me")).toBe(1);
  });

  it("says what is wrong with it while it is typed, and takes nothing that is refused", async () => {
    const made = await open();
    made.look("1234");
    expect(made.advice.value).toEqual({ state: "short", missing: 4 });
    made.look("vermeer-1");
    expect(made.advice.value).toEqual({ state: "guessable", why: "userInputs" });
    made.look("canal-12");
    expect(made.advice.value, "the name of the practice").toMatchObject({ state: "guessable" });
    made.look("admin123");
    expect(made.advice.value).toEqual({ state: "needsApp" });
    made.setUserName("admin");
    expect(made.advice.value, "now it has the user name in it").toMatchObject({ state: "guessable" });
    for (const refused of ["", "1234", "Password123", "vermeer-1"]) made.choose(refused);
    made.setUserName(" ");
    made.choose(LONG);
    await settle();
    expect(made.busy.value).toBeNull();
    expect(hands.seal.asked).toEqual([]);
  });

  it("waits for the lists, which are asked for again", async () => {
    hands.judgeFails = true;
    staff = createStaff(hands.ports, { kind: "enrolment", token: TOKEN });
    await until(() => view().screen.value !== "loading");
    view().setPracticeName("Practice");
    view().next();
    view().setName("Dr Vermeer");
    view().next();
    view().usePassword();
    const made = making(view());
    await settle();
    made.setUserName("vermeer");
    made.look(LONG);
    expect(made.advice.value).toEqual({ state: "checking" });
    made.choose(LONG);
    expect(made.busy.value, "not without the lists").toBeNull();
    hands.judgeFails = false;
    await hands.world.clock.advance(3_000);
    expect(made.listed.value).toBe(49_000);
    expect(made.advice.value).toEqual({ state: "enough" });
  });

  it("of fewer than 15 characters needs an app, which shows its code first", async () => {
    const made = await open();
    made.setUserName("vermeer");
    made.choose(SHORT);
    expect(made.screen.value).toBe("app");
    expect(made.app.value?.address).toMatch(/^otpauth:\/\/totp\/Curtain:vermeer\?secret=[A-Z2-7]{32}&issuer=Curtain$/);
    made.confirm("000000");
    await until(() => made.wrongCode.value && made.busy.value === null);
    expect(hands.count("enrolmentPassword"), "nothing is made before").toBe(0);
    made.back();
    expect(made.screen.value).toBe("choose");
    made.choose(SHORT);
    expect(made.wrongCode.value).toBe(false);
    made.confirm(await code());
    await until(() => view().screen.value === "sheet");
    view().next();
    await hands.world.clock.advance(10 * 60_000);
    prove(view(), RECOVERY_CODE);
    await until(() => staff.page.value.at === "desk");
    const { password } = hands.said("finishEnrolment") as Enrolment;
    expect(password?.totp, "the code of the moment in which it is told").toEqual({
      secret: Buffer.from(SECRET).toString("base64url"),
      code: await code(),
    });
  });

  it("of 15 characters can have an app as well", async () => {
    const made = await open();
    made.setUserName("vermeer");
    made.setWithApp(true);
    made.choose(LONG);
    expect(made.screen.value).toBe("app");
  });

  it("keeps keys and sheet where only the user name is taken", async () => {
    const made = await toKept();
    hands.refusing.set("finishEnrolment", "userNameTaken");
    prove(view(), RECOVERY_CODE);
    await until(() => view().screen.value === "password" && view().busy.value === null);
    expect(made.screen.value).toBe("rename");
    expect(made.taken.value).toBe(true);
    made.setUserName("vermeer2");
    expect(made.taken.value).toBe(false);
    made.rename();
    await until(() => made.taken.value && made.busy.value === null);
    hands.refusing.clear();
    made.setUserName("vermeer3");
    made.rename();
    await until(() => staff.page.value.at === "desk");
    expect(hands.said("finishEnrolment")).toMatchObject({ password: { userName: "vermeer3", record: "record" } });
    expect(
      hands.seal.asked.filter((asked) => asked === "startPassword"),
      "made once",
    ).toHaveLength(1);
    expect(hands.seal.asked.filter((asked) => asked.startsWith("makeAccount"))).toHaveLength(1);
  });

  it("that the server takes no more is made again", async () => {
    const made = await toKept();
    hands.refusing.set("finishEnrolment", "badCredential");
    prove(view(), RECOVERY_CODE);
    await until(() => view().trouble.value === "tooLate" && view().busy.value === null);
    expect(view().screen.value).toBe("passkey");
    hands.refusing.clear();
    view().usePassword();
    expect(made.screen.value).toBe("choose");
    made.choose(LONG);
    await until(() => view().screen.value === "sheet");
  });

  it.each([
    [null, "offline"],
    ["tooMany", "tooMany"],
    ["internal", "internal"],
  ] as const)("that is answered with %s stays, and says %s", async (refusal, trouble) => {
    const made = await open();
    hands.refusing.set("enrolmentPassword", refusal);
    made.setUserName("vermeer");
    made.choose(LONG);
    expect(made.busy.value).toBe("preparing");
    await until(() => made.trouble.value === trouble && made.busy.value === null);
    hands.refusing.clear();
    made.choose(LONG);
    await until(() => view().screen.value === "sheet");
  });

  it("ends with the link", async () => {
    const made = await open();
    hands.refusing.set("enrolmentPassword", "expiredLink");
    made.setUserName("vermeer");
    made.choose(LONG);
    await until(() => view().problem.value?.kind === "enrolUsed");
  });
});

describe("after the recovery sheet", () => {
  const view = (): RenewalView => at(staff, "recovery");

  async function open(): Promise<void> {
    hands.supported = false;
    staff = createStaff(hands.ports, { kind: "signIn" });
    at(staff, "signIn").toCode();
    at(staff, "code").signIn(RECOVERY_CODE);
    await until(() => staff.page.value.at === "recovery");
  }

  async function toKept(): Promise<PasswordMakingView> {
    await open();
    expect(view().hasPasskeys).toBe(false);
    view().usePassword();
    const made = making(view());
    await until(() => made.listed.value !== null);
    made.setUserName("vermeer");
    made.choose(LONG);
    await until(() => view().screen.value === "sheet");
    view().next();
    return made;
  }

  it("takes the place of all passkeys, in a browser that has none", async () => {
    await toKept();
    expect(hands.seal.asked.at(-1)).toBe("changeWays phone mac set password renew");
    expect(hands.count("changeWays"), "before the sheet was kept").toBe(0);
    prove(view(), NEW_CODE);
    await until(() => staff.page.value.at === "desk");
    expect(hands.said("changeWays")).toMatchObject({
      passkey: null,
      remove: ["phone", "mac"],
      password: { type: "set", password: { userName: "vermeer", record: "record", totp: null } },
      recoveryKey: "new recovery key",
    } satisfies Partial<WaysChanged>);
    expect(hands.seen.get("me")).toBe(2);
  });

  it("can be given another user name, without another sheet", async () => {
    const made = await toKept();
    hands.refusing.set("changeWays", "userNameTaken");
    prove(view(), NEW_CODE);
    await until(() => view().screen.value === "password" && view().busy.value === null);
    made.back();
    expect(view().screen.value).toBe("kept");
    prove(view(), NEW_CODE);
    await until(() => view().screen.value === "password" && view().busy.value === null);
    hands.refusing.clear();
    made.setUserName("vermeer2");
    made.rename();
    await until(() => staff.page.value.at === "desk");
    expect(hands.seal.asked.filter((asked) => asked.startsWith("changeWays"))).toHaveLength(1);
  });

  it("leads back to the choice", async () => {
    await open();
    view().usePassword();
    making(view()).back();
    expect(view().screen.value).toBe("start");
  });

  it("goes with the passkey that is made in its place", async () => {
    hands.info = { ...hands.info, password: { userName: "old", totp: true, madeAt: 1, usedAt: null } };
    await open();
    hands.supported = true;
    view().make();
    await until(() => view().screen.value === "sheet");
    expect(hands.seal.asked.at(-1)).toBe("changeWays add phone mac remove password renew");
  });
});

describe("on the page of one's own account", () => {
  const view = (): AccountView => at(staff, "account");

  async function open(): Promise<void> {
    staff = createStaff(hands.ports, { kind: "signIn" });
    at(staff, "signIn").signIn();
    await until(() => staff.page.value.at === "desk" && at(staff, "desk").screen.value === "desk");
    at(staff, "desk").account?.toAccount?.();
    await settle();
  }

  async function choose(password = LONG, userName = "vermeer"): Promise<PasswordMakingView> {
    view().setPassword();
    const made = view().making.value;
    if (!made) throw new Error("no password is made");
    await until(() => made.listed.value !== null);
    made.setUserName(userName);
    made.choose(password);
    return made;
  }

  it("is set, and then shown", async () => {
    await open();
    expect(view().password.value).toBeNull();
    await choose();
    await until(() => view().done.value === "passwordSet");
    expect(view().making.value).toBeNull();
    expect(hands.said("accountPassword")).toEqual({ request: "request for 15" });
    expect(hands.said("changeWays")).toMatchObject({ passkey: null, remove: [], recoveryKey: null });
    expect(view().password.value).toEqual({
      userName: "vermeer",
      withApp: false,
      madeAt: new Date(3_000),
      usedAt: null,
      canRemove: true,
    });
    expect(hands.seal.asked.slice(-2)).toEqual(["changeWays set password", "keepWays"]);
    expect(hands.seen.get("me")).toBe(2);
    view().setPassword();
    expect(view().making.value?.userName.value, "what is there now").toBe("vermeer");
  });

  it("is replaced under the name it has, with an app if it had one", async () => {
    hands.info = { ...hands.info, password: { userName: "vermeer", totp: true, madeAt: 1_000, usedAt: 2_000 } };
    await open();
    view().setPassword();
    expect(view().making.value?.userName.value).toBe("vermeer");
    expect(view().making.value?.withApp.value).toBe(true);
    view().making.value?.back();
    expect(view().making.value).toBeNull();
    expect(hands.count("accountPassword")).toBe(0);
  });

  it("with an app is set at once with the code that was typed", async () => {
    await open();
    const made = await choose(SHORT);
    made.confirm(await code());
    await until(() => view().done.value === "passwordSet");
    expect(hands.said("changeWays")).toMatchObject({ password: { password: { totp: { code: await code() } } } });
    expect(view().password.value?.withApp).toBe(true);
  });

  it("is removed, but never as the last way in", async () => {
    hands.info = { ...hands.info, password: { userName: "vermeer", totp: false, madeAt: 1_000, usedAt: 2_000 } };
    await open();
    expect(view().passkeys.value.every(({ canRemove }) => canRemove)).toBe(true);
    view().removePassword();
    await until(() => view().done.value === "passwordRemoved");
    expect(hands.said("changeWays")).toMatchObject({ password: { type: "remove" } });
    expect(hands.seal.asked.slice(-2)).toEqual(["changeWays remove password", "keepWays"]);
    expect(view().password.value).toBeNull();
    hands.info = {
      ...hands.info,
      passkeys: [],
      password: { userName: "vermeer", totp: false, madeAt: 1_000, usedAt: 2_000 },
    };
    await hands.world.clock.advance(30_000);
    expect(view().password.value?.canRemove).toBe(false);
    const before = hands.count("changeWays");
    view().removePassword();
    await settle();
    expect(hands.count("changeWays")).toBe(before);
  });

  it("lets the last passkey go where there is a password", async () => {
    hands.info = {
      ...hands.info,
      passkeys: hands.info.passkeys.slice(0, 1),
      password: { userName: "vermeer", totp: false, madeAt: 1_000, usedAt: 2_000 },
    };
    await open();
    expect(view().passkeys.value).toMatchObject([{ canRemove: true }]);
  });

  it("whose name is taken is given another, and not made again", async () => {
    await open();
    hands.refusing.set("changeWays", "userNameTaken");
    const made = await choose();
    await until(() => made.screen.value === "rename" && made.busy.value === null);
    hands.refusing.clear();
    made.setUserName("vermeer2");
    made.rename();
    await until(() => view().done.value === "passwordSet");
    expect(hands.said("changeWays")).toMatchObject({ password: { password: { userName: "vermeer2" } } });
    expect(hands.count("accountPassword")).toBe(1);
  });

  it("waits for who one is, and stays as it was typed where nobody shows it", async () => {
    await open();
    hands.unproved.add("changeWays");
    const made = await choose();
    await until(() => staff.proof.value !== null);
    staff.proof.value?.cancel();
    await until(() => made.busy.value === null);
    expect(made.screen.value).toBe("choose");
    expect(made.trouble.value).toBeNull();
    made.choose(LONG);
    await until(() => staff.proof.value !== null);
    staff.proof.value?.usePasskey();
    await until(() => view().done.value === "passwordSet");
  });

  it.each([
    ["conflict", "conflict"],
    ["badCredential", "tooLate"],
    ["internal", "internal"],
  ] as const)("that is refused with %s says %s, and can be tried again", async (refusal, trouble) => {
    await open();
    hands.refusing.set("changeWays", refusal);
    const made = await choose();
    await until(() => made.trouble.value === trouble && made.busy.value === null);
    hands.refusing.clear();
    made.choose(LONG);
    await until(() => view().done.value === "passwordSet");
  });

  it("is over with the session", async () => {
    await open();
    hands.refusing.set("accountPassword", "notSignedIn");
    await choose();
    await until(() => staff.page.value.at === "signIn");
    expect(at(staff, "signIn").why.value).toBe("ended");
  });
});
