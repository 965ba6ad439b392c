// The page that a patient can download: all that is held about them, as one file without a script, which needs nothing else to be read.

import type { HeldCopy } from "../../call/view";
import { clientWords } from "../parts/client";
import { fullDate } from "../texts/calendar";
import { language, languages, t, timeOfDay } from "../texts/texts";
import { visitWords, whatWords, when, whoWords } from "./held-words";

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2rem; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.375rem 0.5rem; border-bottom: 1px solid #8888; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
`;

/** Text that cannot become markup, whatever is in it. */
function safe(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Text of someone's own, which may run in another direction. */
const own = (text: string) => `<bdi>${safe(text)}</bdi>`;

const heading = (text: string) => `<h2>${safe(text)}</h2>`;

function list(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((text) => `<th scope="col">${safe(text)}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("\n");
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`;
}

/** The whole file, in the language that is shown. */
export function heldPage(copy: HeldCopy): string {
  const title = t("held-page-title", { practice: copy.practiceName });
  const { lang, dir } = { lang: language.value, dir: languages[language.value].dir };
  const parts = [
    `<h1>${safe(title)}</h1>`,
    `<p>${safe(t("held-page-made", { day: fullDate(copy.at), time: timeOfDay(copy.at) }))}</p>`,
    `<p>${safe(t("patient-held-made", { day: fullDate(copy.madeAt) }))}</p>`,
    heading(t("patient-contact")),
    contactPart(copy),
    heading(t("patient-visits")),
    visitsPart(copy),
    heading(t("patient-entries")),
    entriesPart(copy),
    heading(t("held-page-ways")),
    list(waysOf(copy)),
    heading(t("held-page-sessions")),
    list(sessionsOf(copy)),
    `<p>${safe(t("held-page-sealed"))}</p>`,
  ];
  return `<!doctype html>
<html lang="${lang}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${safe(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${parts.join("\n")}
</main>
</body>
</html>
`;
}

function contactPart({ contact }: HeldCopy): string {
  if (contact === null) return `<p>${safe(t("held-page-contact-closed"))}</p>`;
  const facts = [
    [t("patient-name"), contact.name],
    [t("patient-email"), contact.email],
    [t("patient-telephone"), contact.telephone],
  ] as const;
  return list(
    facts.map(([label, value]) => `${safe(label)}: ${value === null ? safe(t("patient-none")) : own(value)}`),
  );
}

function visitsPart({ visits }: HeldCopy): string {
  if (visits.length === 0) return `<p>${safe(t("patient-visits-none"))}</p>`;
  return list(visits.map((visit) => [safe(when(visit.startsAt)), ...visitWords(visit).map(own)].join("<br>")));
}

function entriesPart({ entries }: HeldCopy): string {
  if (entries.length === 0) return `<p>${safe(t("patient-entries-none"))}</p>`;
  const rows = entries.map((entry) => [safe(when(entry.at)), own(whoWords(entry)), own(whatWords(entry))]);
  return table([t("held-page-when"), t("held-page-who"), t("held-page-what")], rows);
}

function waysOf({ passkeys, userName }: HeldCopy): readonly string[] {
  const ways = passkeys.map(({ name, madeAt }) => t("held-page-passkey", { name, day: fullDate(madeAt) }));
  if (userName !== null) ways.push(t("held-page-password", { name: userName }));
  return ways.map(own);
}

function sessionsOf({ sessions }: HeldCopy): readonly string[] {
  return sessions.map(({ client, beganAt }) =>
    own(t("held-page-session", { client: clientWords(client), moment: when(beganAt) })),
  );
}
