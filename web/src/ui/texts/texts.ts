// The words on the screens: which language is shown, and how texts, numbers, times and sizes are written in it.

import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import { computed, signal } from "@preact/signals";

/** A language that every screen is complete in. */
export type Language = "en" | "nl";

/** Each language by its own name, and the direction it is written in. */
export const languages: Readonly<Record<Language, { readonly name: string; readonly dir: "ltr" | "rtl" }>> = {
  en: { name: "English", dir: "ltr" },
  nl: { name: "Nederlands", dir: "ltr" },
};

type Sources = Readonly<Record<Language, () => Promise<{ default: string }>>>;

const sources: Sources = {
  en: () => import("./en.ftl?raw"),
  nl: () => import("./nl.ftl?raw"),
};

/** What not everybody reads, and who does not need it does not fetch. */
const parts = {
  account: { en: () => import("./account-en.ftl?raw"), nl: () => import("./account-nl.ftl?raw") },
  patient: { en: () => import("./patient-en.ftl?raw"), nl: () => import("./patient-nl.ftl?raw") },
  staff: { en: () => import("./staff-en.ftl?raw"), nl: () => import("./staff-nl.ftl?raw") },
} as const satisfies Readonly<Record<string, Sources>>;

type Part = keyof typeof parts;

/** Where the choice is kept until the tab closes, so that a reload does not undo it. */
const REMEMBERED = "curtain.language";

const bundle = signal<FluentBundle | null>(null);
const shown = signal<Language>("en");
const failed = signal(false);
let starting: Promise<void> = Promise.resolve();
const wanted = new Set<Part>();

/** The language on the screen now. */
export const language = computed(() => shown.value);

/** Whether there are words to show; no screen is drawn before. `failed` if they could not be fetched. */
export const texts = computed(() => (bundle.value !== null ? "ready" : failed.value ? "failed" : "loading"));

function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(languages, tag);
}

/** The first of the person's languages that we speak; English if there is none. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split("-")[0] ?? "";
    if (isLanguage(primary)) return primary;
  }
  return "en";
}

function remembered(): Language | null {
  try {
    const tag = sessionStorage.getItem(REMEMBERED);
    return tag !== null && isLanguage(tag) ? tag : null;
  } catch {
    return null; // storage is off: the browser's languages decide
  }
}

/** Shows everything in `next`; resolves once its words are on the screen. */
export async function setLanguage(next: Language): Promise<void> {
  const files = await Promise.all([sources[next](), ...[...wanted].map((part) => parts[part][next]())]);
  // Isolation marks would end up inside accessible names; names in running text are wrapped in <bdi> where it matters.
  const made = new FluentBundle(next, { useIsolating: false });
  for (const { default: source } of files) made.addResource(new FluentResource(source));
  bundle.value = made;
  shown.value = next;
  document.documentElement.lang = next;
  document.documentElement.dir = languages[next].dir;
}

/** Keeps the choice for this tab and shows it. */
export async function chooseLanguage(next: Language): Promise<void> {
  try {
    sessionStorage.setItem(REMEMBERED, next);
  } catch {
    // Storage is off: the choice lasts until the page is loaded again.
  }
  await setLanguage(next).catch(() => undefined); // not fetched: the words on the screen stay as they are
}

/** Loads the words of the person's language; to be called once, before the first screen. Never rejects: `texts` tells. */
export function startTexts(): Promise<void> {
  starting = setLanguage(remembered() ?? preferredLanguage(navigator.languages)).catch(() => {
    failed.value = true;
  });
  return starting;
}

/** Fetches more words, which are shown once it resolves. Rejects if they do not arrive. */
function more(...names: readonly Part[]): Promise<void> {
  // One after the other, so that none shows fewer words than the one before.
  const fetched = starting.then(async () => {
    const missing = names.filter((name) => !wanted.has(name));
    if (missing.length === 0) return;
    for (const name of missing) wanted.add(name);
    await setLanguage(shown.value).catch((error) => {
      for (const name of missing) wanted.delete(name);
      throw error;
    });
  });
  starting = fetched.catch(() => undefined);
  return fetched;
}

/** Those of everyone with an account: making one, signing in. */
export const accountTexts = () => more("account");

/** Those of a patient's account. */
export const patientTexts = () => more("account", "patient");

/** Those of the staff's screens. */
export const staffTexts = () => more("account", "staff");

/** The text named `id` in the language shown, with `values` filled in; the id itself if there is no such text. */
export function t(id: string, values?: Record<string, FluentVariable>): string {
  const message = bundle.value?.getMessage(id);
  if (!message?.value) return id;
  return bundle.value?.formatPattern(message.value, values, []) ?? id;
}

/** The person's own variant of the language shown (`en-GB` for `en`), which decides how times and dates are written. */
export function locale(): string {
  const own = navigator.languages.find((tag) => tag.toLowerCase().split("-")[0] === shown.value);
  return own ?? shown.value;
}

/** A time of day, such as 14:30. */
export function timeOfDay(at: Date): string {
  return new Intl.DateTimeFormat(locale(), { hour: "numeric", minute: "2-digit" }).format(at);
}

/** A date with its weekday, such as Friday 21 November. */
export function dayName(at: Date): string {
  return new Intl.DateTimeFormat(locale(), { weekday: "long", day: "numeric", month: "long" }).format(at);
}

/** Whether two moments are on the same day here. */
export function sameDay(a: Date, b: Date): boolean {
  return a.toDateString() === b.toDateString();
}

/** A day as people say it: today, tomorrow, or its date. */
export function dayWord(at: Date, now: Date): string {
  const tomorrow = new Date(now);
  tomorrow.setDate(now.getDate() + 1);
  if (sameDay(at, now)) return t("day-today");
  if (sameDay(at, tomorrow)) return t("day-tomorrow");
  return dayName(at);
}

/** A number as people read it, such as 49,233. */
export function number(value: number): string {
  return new Intl.NumberFormat(locale()).format(value);
}

/** A share from 0 to 1 as a percentage. */
export function percent(share: number): string {
  return new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 0 }).format(share);
}

/** A size in bytes as people read it, in kB or MB. */
export function fileSize(bytes: number): string {
  const large = bytes >= 1_000_000;
  const unit = large ? "megabyte" : "kilobyte";
  const amount = large ? bytes / 1_000_000 : Math.max(1, bytes / 1_000);
  const digits = large ? 1 : 0;
  return new Intl.NumberFormat(locale(), { style: "unit", unit, maximumFractionDigits: digits }).format(amount);
}

/** Whole minutes from `since` to `now`, never below zero. */
export function minutesBetween(since: Date, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - since.getTime()) / 60_000));
}
