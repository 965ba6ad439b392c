// Every text exists in both languages with the same variables, is used, and every text used exists.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { describe, expect, it } from "vitest";
import { fileSize, minutesBetween, percent, preferredLanguage, setLanguage, t } from "../../src/ui/texts/texts";

const UI = join(import.meta.dirname, "../../src/ui");

/** The words of everyone, and those of some. */
function source(language: string): string {
  return [language, ...["account", "patient", "staff"].map((part) => `${part}-${language}`)]
    .map((name) => readFileSync(join(UI, "texts", `${name}.ftl`), "utf8"))
    .join("\n");
}

/** The messages of a file by id, each with the variables it names. */
function messages(language: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const block of source(language).split(/\n(?=[a-zA-Z])/)) {
    const id = /^([a-zA-Z][\w-]*) =/.exec(block)?.[1];
    if (id) found.set(id, [...new Set(block.match(/\$\w+/g) ?? [])].sort().join(" "));
  }
  return found;
}

function code(): string {
  const files = readdirSync(UI, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file));
  return files.map((file) => readFileSync(join(UI, file), "utf8")).join("\n");
}

const english = messages("en");
const dutch = messages("nl");

describe("texts", () => {
  it("are the same in both languages, with the same variables", () => {
    expect(Object.fromEntries(dutch)).toEqual(Object.fromEntries(english));
  });

  it.each(["en", "nl"])("are all well formed in %s", (language) => {
    const bundle = new FluentBundle(language);
    expect(bundle.addResource(new FluentResource(source(language)))).toEqual([]);
    const values = Object.fromEntries(
      [
        "all",
        "before",
        "count",
        "days",
        "group",
        "least",
        "minutes",
        "most",
        "people",
        "seconds",
        "step",
        "version",
      ].map((name) => [name, 2]),
    );
    for (const [id, variables] of english) {
      const pattern = bundle.getMessage(id)?.value;
      expect(pattern, id).toBeTruthy();
      if (!pattern) continue;
      const words = Object.fromEntries(variables.split(" ").map((name) => [name.slice(1), "x"]));
      const errors: Error[] = [];
      bundle.formatPattern(pattern, { ...words, ...values }, errors);
      expect(errors, id).toEqual([]);
    }
  });

  it("exist where the code asks for them", () => {
    const asked = [...code().matchAll(/\bt\(\s*"([^"]+)"/g)].map((match) => match[1]);
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter((id) => id !== undefined && !english.has(id))).toEqual([]);
  });

  it("exist for every pattern the code makes names from, and none is left unused", () => {
    const all = code();
    const literals = new Set([...all.matchAll(/"([a-z][\w-]*)"/gi)].map((match) => match[1]));
    const patterns = [...all.matchAll(/\bt\(`([^`]+)`/g)].map(
      (match) => new RegExp(`^${(match[1] ?? "").replace(/\$\{[^}]+\}/g, "[A-Za-z]+")}$`),
    );
    const ids = [...english.keys()];
    for (const pattern of patterns)
      expect(ids.filter((id) => pattern.test(id)).length, String(pattern)).toBeGreaterThan(1);
    expect(ids.filter((id) => !literals.has(id) && !patterns.some((pattern) => pattern.test(id)))).toEqual([]);
  });

  it("say what a person should do in Dutch with u, never je", () => {
    expect(source("nl").match(/\b(je|jij|jouw)\b/gi)).toBeNull();
  });
});

describe("the language", () => {
  it.each([
    [["nl-BE", "en"], "nl"],
    [["fr", "nl"], "nl"],
    [["en-GB"], "en"],
    [["tr", "ar"], "en"],
    [[], "en"],
  ] as const)("of someone who reads %j is %s", (wanted, language) => {
    expect(preferredLanguage(wanted)).toBe(language);
  });

  it("sets the language and the direction of the document", async () => {
    await setLanguage("nl");
    expect(document.documentElement.lang).toBe("nl");
    expect(document.documentElement.dir).toBe("ltr");
    expect(t("continue")).toBe("Verder");
  });

  it("counts as people do", async () => {
    await setLanguage("en");
    expect(t("waiting-place", { before: 0 })).toBe("You are next.");
    expect(t("waiting-place", { before: 1 })).toBe("1 person is before you.");
    expect(t("waiting-place", { before: 3 })).toBe("3 people are before you.");
    expect(t("waiting-delay", { minutes: 1 })).toBe("It is running about 1 minute late.");
  });

  it("writes sizes, shares and minutes", async () => {
    await setLanguage("en");
    expect(fileSize(482_000)).toBe("482 kB");
    expect(fileSize(120)).toBe("1 kB");
    expect(fileSize(1_240_000)).toBe("1.2 MB");
    expect(percent(0.6)).toBe("60%");
    const now = new Date(2025, 0, 1, 12, 0, 0);
    expect(minutesBetween(new Date(2025, 0, 1, 11, 55, 30), now)).toBe(4);
    expect(minutesBetween(new Date(2025, 0, 1, 12, 1), now)).toBe(0);
  });
});
