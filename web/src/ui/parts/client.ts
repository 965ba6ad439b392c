// A kind of browser, as the server names it in English, in the words of the person.

import { t } from "../texts/texts";

/** What the server calls any browser that it does not know. */
const UNKNOWN = "another program";

/** Such as `Firefox on Android`; what has another form is shown as it is. */
export function clientWords(client: string): string {
  if (client === UNKNOWN) return t("client-other");
  const [, browser, system] = /^(.+) on (.+)$/.exec(client) ?? [];
  if (browser === undefined || system === undefined) return client;
  return t("client-on", { browser, system });
}
