// What an answer must say before it is applied: constant bit rate, and no header extension that betrays speech
// (docs/protocol.md §5). Everything else in it is left as it came.

/** Audio levels of the speaker (RFC 6464) and of contributors (RFC 6465). */
const LEVELS = /^a=extmap:\S+ urn:ietf:params:rtp-hdrext:(?:ssrc|csrc)-audio-level\b/;
/** Packet sizes and pauses betray what is said (RFC 7587 §6.1 names both). */
const OPUS = { cbr: "1", usedtx: "0", useinbandfec: "1" };

function opusParameters(line: string, payloadType: string): string {
  const parameters = new Map(
    line
      .slice(`a=fmtp:${payloadType} `.length)
      .split(";")
      .map((pair) => pair.trim().split("=", 2))
      .filter((pair): pair is [string, string] => pair.length === 2),
  );
  for (const [name, value] of Object.entries(OPUS)) parameters.set(name, value);
  return `a=fmtp:${payloadType} ${[...parameters].map(([name, value]) => `${name}=${value}`).join(";")}`;
}

export function harden(answer: string): string {
  const lines = answer.split(/\r?\n/).filter((line) => !LEVELS.test(line));
  const hardened: string[] = [];
  // Per section: one fmtp line for each Opus payload type, whether there was one or not.
  for (const section of sections(lines)) {
    const types = section.flatMap((line) => /^a=rtpmap:(\d+) opus\//i.exec(line)?.[1] ?? []);
    for (const line of section) {
      if (types.some((type) => line.startsWith(`a=fmtp:${type} `))) continue;
      hardened.push(line);
      const type = /^a=rtpmap:(\d+) opus\//i.exec(line)?.[1];
      if (!type) continue;
      const given = section.find((candidate) => candidate.startsWith(`a=fmtp:${type} `));
      hardened.push(opusParameters(given ?? `a=fmtp:${type} `, type));
    }
  }
  return hardened.join("\r\n");
}

function sections(lines: readonly string[]): string[][] {
  const all: string[][] = [[]];
  for (const line of lines) {
    if (line.startsWith("m=")) all.push([]);
    all[all.length - 1]?.push(line);
  }
  return all;
}
