// How new a vault a browser has seen: one number per account, that never goes down.

import { describe, expect, it } from "vitest";
import { browserSeen } from "../../src/call/seen.ts";

function storage(kept = new Map<string, string>()): Storage {
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage;
}

describe("the vaults that were seen", () => {
  it("are kept per account, the newest of each", () => {
    const kept = new Map<string, string>();
    const seen = browserSeen(() => storage(kept));
    expect(seen.read("me")).toBe(0);
    seen.write("me", 3);
    seen.write("me", 2);
    seen.write("you", 1);
    expect([...kept]).toEqual([
      ["curtain/seen/me", "3"],
      ["curtain/seen/you", "1"],
    ]);
    expect(browserSeen(() => storage(kept)).read("me")).toBe(3);
  });

  it("are forgotten with the account", () => {
    const kept = new Map<string, string>();
    const seen = browserSeen(() => storage(kept));
    seen.write("me", 3);
    seen.write("you", 1);
    seen.forget("me");
    expect([...kept.keys()]).toEqual(["curtain/seen/you"]);
  });

  it.each(["", "many", "-1", "1.5", "1e400"])("are unknown where %j is written", (written) => {
    expect(browserSeen(() => storage(new Map([["curtain/seen/me", written]]))).read("me")).toBe(0);
  });

  it("are unknown in a browser that keeps nothing", () => {
    const seen = browserSeen(() => {
      throw new Error("denied");
    });
    seen.write("me", 3);
    seen.forget("me");
    expect(seen.read("me")).toBe(0);
  });
});
