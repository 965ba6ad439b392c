// A patient's contact data as it was typed, and as it came from somebody else.

import type { Contact } from "../seal/port.ts";
import { cleanName } from "./said.ts";
import type { ContactView, ContactWrong } from "./view.ts";

/** One thing before an @ and one after it; what is between is for the mail server to say. */
const ADDRESS = /^[^\s@]+@[^\s@]+$/;
/** Digits, and what people write between them; E.164 has 15 digits. */
const NUMBER = /^\+?[\d\s().\-/]{3,30}$/;

/** As it is sealed, or what is wrong with it. */
export function readContact(typed: ContactView): Contact | ContactWrong {
  const name = cleanName(typed.name);
  const email = cleanLine(typed.email);
  const telephone = cleanLine(typed.telephone);
  if (name === "") return "name";
  if (email !== null && !ADDRESS.test(email)) return "email";
  if (telephone !== null && !NUMBER.test(telephone)) return "telephone";
  return { name, email, telephone };
}

/** As it can be shown. */
export function shownContact({ name, email, telephone }: Contact): ContactView {
  return { name: cleanName(name), email: cleanLine(email), telephone: cleanLine(telephone) };
}

function cleanLine(text: string | null): string | null {
  const line = text?.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim() ?? "";
  return line === "" ? null : line;
}
