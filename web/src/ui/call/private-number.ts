// Recognises card and insurance numbers in what a person types, so that they can be warned. Pure; it never keeps or blocks anything.

/** What a text seems to contain. */
export type PrivateNumber = "card" | "insurance";

/** Check digit of payment cards (ISO/IEC 7812-1, annex B). */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    let digit = Number(digits[digits.length - 1 - place]);
    if (place % 2 === 1) {
      digit *= 2;
      if (digit > 9) digit -= 9;
    }
    sum += digit;
  }
  return sum % 10 === 0;
}

/** The 11-test of the Dutch citizen service number: weights 9 to 2, and -1 for the last digit. */
function passesElevenTest(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < 9; place += 1) {
    const weight = place === 8 ? -1 : 9 - place;
    sum += weight * Number(digits[place]);
  }
  return sum > 0 && sum % 11 === 0;
}

function isCard(digits: string): boolean {
  return digits.length >= 13 && digits.length <= 19 && /^[2-6]/.test(digits) && passesLuhn(digits);
}

/** A Dutch citizen number, or the number of a European health insurance card (20 digits, of which the first two are 80). */
function isInsurance(digits: string): boolean {
  if (digits.length === 9) return passesElevenTest(digits);
  return digits.length === 20 && digits.startsWith("80");
}

/** The first kind of private number found in `text`. Digits may be grouped with single spaces, dots or dashes. */
export function findPrivateNumber(text: string): PrivateNumber | null {
  // The number of a social security card in the United States is known by its dashes alone.
  if (/(?:^|[^\d-])\d{3}-\d{2}-\d{4}(?![\d-])/.test(text)) return "insurance";
  for (const [run] of text.matchAll(/\d(?:[ .-]?\d){8,}/g)) {
    const digits = run.replace(/\D/g, "");
    if (isCard(digits)) return "card";
    if (isInsurance(digits)) return "insurance";
  }
  return null;
}
