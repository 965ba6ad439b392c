// The alias of a marked visit: what stands in lists in place of a name. The same on every device, and of the visit's identifier alone.

/** Crockford's base 32: no letter that is read as another or as a digit. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** Four letters name a million; a desk shows about a hundred visits. */
const LENGTH = 4;

/** Four characters, such as `K7Q2`. It hides nothing from who knows the identifier: it is short to say, not secret. */
export function aliasOf(visit: string): string {
  // FNV-1a, 32 bits, and the last step of MurmurHash3, so that each character of the identifier moves all of the alias.
  let hash = 0x811c9dc5;
  for (let at = 0; at < visit.length; at += 1) hash = Math.imul(hash ^ visit.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash ^= hash >>> 16;
  return Array.from({ length: LENGTH }, (_, at) => LETTERS[(hash >>> (5 * at)) & 31]).join("");
}
