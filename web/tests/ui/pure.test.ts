// The small rules of the screens that need no screen: private numbers, columns, the arrival sound, the browser's name.

import { describe, expect, it } from "vitest";
import { afternoon, knocking } from "../../src/gallery/fixtures";
import { columnsFor } from "../../src/ui/call/layout";
import { findPrivateNumber } from "../../src/ui/call/private-number";
import { browserFamily } from "../../src/ui/parts/browser";
import { someoneArrived, waitingSeats } from "../../src/ui/parts/chime";

describe("private numbers", () => {
  it.each([
    ["my card is 4111 1111 1111 1111, thank you", "card"],
    ["5500-0000-0000-0004", "card"],
    ["378282246310005", "card"],
    ["my citizen number is 111222333", "insurance"],
    ["BSN 1112.22.333", "insurance"],
    ["078-05-1120", "insurance"],
    ["80528000001234567890", "insurance"],
    ["4111 1111 1111 1112 fails its check digit", null],
    ["call me on 0612345678", null],
    ["+31 20 555 01 23", null],
    ["order 111222334", null],
    ["000000000", null],
    ["blood pressure 120/80, pulse 72, at 14:30 on 21-11-2025", null],
    ["the spoken code is 408316", null],
    ["", null],
  ] as const)("%s", (text, found) => {
    expect(findPrivateNumber(text)).toBe(found);
  });

  it("takes time in proportion to the text, also for a wall of digits", () => {
    const started = performance.now();
    findPrivateNumber("1 ".repeat(20_000));
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe("columns", () => {
  it.each([
    [1, 344, 480, 1],
    [2, 344, 480, 1],
    [2, 1200, 560, 2],
    [4, 1200, 700, 2],
    [9, 1200, 700, 3],
    [9, 344, 480, 2],
    [16, 1200, 700, 4],
    [3, 0, 0, 1],
  ])("for %i pictures in %i by %i: %i", (count, width, height, columns) => {
    expect(columnsFor(count, width, height)).toBe(columns);
  });

  it("always leave a place for everyone", () => {
    for (let count = 1; count <= 16; count += 1) {
      const columns = columnsFor(count, 640, 360);
      expect(columns).toBeGreaterThanOrEqual(1);
      expect(columns).toBeLessThanOrEqual(count);
    }
  });
});

describe("the arrival sound", () => {
  const before = waitingSeats(afternoon);

  it("is for someone who was not there before", () => {
    const [first, ...rest] = afternoon;
    if (!first) throw new Error("the afternoon has visits");
    const after = waitingSeats([{ ...first, waiting: [{ ...knocking, seat: "new" }] }, ...rest]);
    expect(someoneArrived(before, after)).toBe(true);
  });

  it("is not for someone who left or still waits", () => {
    expect(someoneArrived(before, before)).toBe(false);
    expect(someoneArrived(before, new Set())).toBe(false);
  });
});

describe("the browser's name", () => {
  it.each([
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 CriOS/126.0 Mobile/15E148 Safari/604.1",
      "ios",
    ],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0", "firefox"],
    [
      "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
      "chrome",
    ],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
      "safari",
    ],
    ["something else", "other"],
  ])("%s", (userAgent, family) => {
    expect(browserFamily(userAgent)).toBe(family);
  });
});
