// Code apps: the test vectors of RFC 4648 and RFC 6238, what an app is told, and clocks that differ.

import { describe, expect, it } from "vitest";
import { base32, codeAt, NewApp, readCode } from "../../src/seal/totp.ts";

const SECRET = new TextEncoder().encode("12345678901234567890");
const NOW = 1_111_111_109_000;

it.each([
  ["", ""],
  ["f", "MY"],
  ["fo", "MZXQ"],
  ["foo", "MZXW6"],
  ["foob", "MZXW6YQ"],
  ["fooba", "MZXW6YTB"],
  ["foobar", "MZXW6YTBOI"],
])("%j is %j in base 32 (RFC 4648, section 10)", (text, written) => {
  expect(base32(new TextEncoder().encode(text))).toBe(written);
});

it.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
])("%i seconds after 1970 the code is %s (RFC 6238, appendix B)", async (seconds, code) => {
  expect(await codeAt(SECRET, Math.floor(seconds / 30))).toBe(code);
});

it.each([
  ["123456", "123456"],
  [" 123 456 ", "123456"],
  ["123-456", "123456"],
  ["12345", null],
  ["1234567", null],
  ["12345a", null],
])("%j is read as %j", (typed, code) => {
  expect(readCode(typed)).toBe(code);
});

describe("an app that is set up", () => {
  it("is told who it is for, and its secret", () => {
    const { address, groups } = new NewApp(SECRET, () => NOW).describe("ada brandt&x");
    expect(address).toBe(
      "otpauth://totp/Curtain:ada%20brandt%26x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Curtain",
    );
    expect(groups).toEqual(["GEZD", "GNBV", "GY3T", "QOJQ", "GEZD", "GNBV", "GY3T", "QOJQ"]);
  });

  it("is believed by the code of now, and not by another", async () => {
    const app = new NewApp(SECRET, () => NOW);
    expect(await app.shows("081 804")).toBe(true);
    expect(await app.shows("081805")).toBe(false);
    expect(await app.shows("0818")).toBe(false);
  });

  it("tells the server the code of the moment in which it is told", async () => {
    let now = NOW;
    const app = new NewApp(SECRET, () => now);
    expect(await app.shows("081804")).toBe(true);
    now = 1_234_567_890_000;
    expect(await app.told()).toEqual({ secret: "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA", code: "005924" });
  });

  it("counts where this computer's clock is minutes off, and the server hears what the app would show", async () => {
    const late = 5 * 60_000;
    let now = NOW - late;
    const app = new NewApp(SECRET, () => now);
    expect(await app.shows("081804")).toBe(true);
    now = 1_234_567_890_000 - late;
    expect((await app.told()).code).toBe("005924");
    const other = new NewApp(SECRET, () => NOW - 60 * 60_000);
    expect(await other.shows("081804"), "an hour is no clock that is a little off").toBe(false);
  });
});
