// The practice's first text on care by video: what every new practice starts with, in both languages, until it writes its own.

import type { ConsentText } from "../wire/messages.ts";

const en = `We would like to see you by video instead of in the practice.

Picture, sound and messages are sealed on your device, and only the people in the visit can open them. Nothing is recorded, by us or by anyone we work with.

You may stop at any moment, and you can always come to the practice instead: it changes nothing about your care.

Do you agree to this visit by video?`;

const nl = `Wij spreken u graag via video in plaats van in de praktijk.

Beeld, geluid en berichten worden op uw toestel verzegeld; alleen de mensen in het gesprek kunnen ze openen. Er wordt niets opgenomen, niet door ons en niet door iemand met wie wij werken.

U kunt op elk moment stoppen, en u kunt altijd gewoon naar de praktijk komen: voor uw zorg maakt dat niets uit.

Gaat u akkoord met dit gesprek via video?`;

export const FIRST_CONSENT: ConsentText = { version: 1, en, nl };
