// Which passwords are taken, with a judge of three words, and then with the real lists.

import { describe, expect, it } from "vitest";
import { makeJudge } from "../../src/call/password-judge.ts";
import { adviceOn, isTaken, readUserName, wordsOf } from "../../src/call/password-rule.ts";
import { JUDGE } from "./hands/staff.ts";

const check = (password: string, own: readonly string[] = []) => adviceOn(password, own, JUDGE);

describe("a password", () => {
  it.each([
    ["", { state: "empty" }],
    ["1234567", { state: "short", missing: 1 }],
    ["abc", { state: "short", missing: 5 }],
    ["Password123", { state: "listed" }],
    ["vermeer-12", { state: "guessable", why: "userInputs" }],
    ["12345678", { state: "needsApp" }],
    ["12345678901234", { state: "needsApp" }],
    ["123456789012345", { state: "enough" }],
    ["vermeer-12345678", { state: "enough" }],
  ] as const)("%j gets %j", (password, advice) => {
    expect(check(password, ["vermeer"])).toEqual(advice);
  });

  it("is measured in characters as people see them, composed or not", () => {
    expect(check("🐘🐘🐘🐘🐘🐘🐘")).toEqual({ state: "short", missing: 1 });
    expect(check("e\u0301".repeat(7)), "seven letters with an accent").toEqual({ state: "short", missing: 1 });
    expect(check("é".repeat(14))).toEqual({ state: "needsApp" });
  });

  it("is not taken while the lists are on their way, but a short one is known without them", () => {
    expect(adviceOn("12345678", [], null)).toEqual({ state: "checking" });
    expect(adviceOn("123", [], null)).toEqual({ state: "short", missing: 5 });
  });

  it("is taken where it is enough, alone or with an app", () => {
    const taken = ["", "123", "password123", "12345678", "123456789012345"].filter((one) => isTaken(check(one)));
    expect(taken).toEqual(["12345678", "123456789012345"]);
  });
});

describe("names", () => {
  it("are what a guesser tries: their parts, the short ones left out", () => {
    expect(wordsOf("Dr. Ada Brandt-Öz", "de Linde", null, "ADA")).toEqual(["ada", "brandt", "linde"]);
  });

  it.each([
    ["  ada  brandt ", "ada brandt"],
    ["ada\u202Ebrandt", "ada brandt"],
    ["", null],
    [" \t", null],
    ["a".repeat(64), "a".repeat(64)],
    ["a".repeat(65), null],
  ])("of users are told as %j is: %j", (typed, name) => {
    expect(readUserName(typed)).toBe(name);
  });
});

describe("the real lists", () => {
  const judge = makeJudge();
  const own = wordsOf("Dr. Ada Brandt", "Willow Street");

  it("have the passwords that are published most", () => {
    expect(judge.listed).toBeGreaterThan(49_000);
    for (const password of ["password", "Password1", "trustno1", "qwertyuiop"]) {
      expect(adviceOn(password, own, judge), password).toEqual({ state: "listed" });
    }
  });

  it.each([
    ["aaaaaaaaaaaaaaaaaaaa", "simpleRepeat"],
    ["abcdefghijklmnopq", "sequences"],
    ["brandt1987", "userInputs"],
    ["qwertyuiopasdfgh", "similarToCommon"],
    ["wachtwoord2024", "other"],
    ["amsterdamrotterdam", "other"],
  ] as const)("refuse %s, however long it is: %s", (password, why) => {
    expect(adviceOn(password, own, judge)).toEqual({ state: "guessable", why });
  });

  it("take words that have nothing to do with each other, and what a program makes up", () => {
    expect(adviceOn("glasraam tuinhek vogel", own, judge)).toEqual({ state: "enough" });
    expect(adviceOn("correct horse battery staple", own, judge)).toEqual({ state: "enough" });
    expect(adviceOn("k9#Lq2vXw", own, judge)).toEqual({ state: "needsApp" });
  });

  it("look at a very long one within a moment", () => {
    const began = performance.now();
    expect(adviceOn("quiet river stone ".repeat(500), own, judge).state).not.toBe("short");
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
