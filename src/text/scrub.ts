/** A bare secret that is shorter than this is not looked for: it would be found in ordinary words. */
const SHORTEST = 6;
/** A part of a cut secret is taken out from this length on, or from a third of the secret. */
const SHORTEST_PART = 8;
/** Joined by these a word goes on. */
const WORD = /[\p{L}\p{N}_]/u;

/**
 * Takes secrets out of texts that a platform, a driver or a library wrote: as they are, URL-encoded, JSON-escaped
 * and cut at either end; and whatever stands as user and password in an address. A short secret is taken out only
 * there and as a word of its own, so that a password such as "a" does not garble messages.
 */
export function createScrub(secrets: readonly string[]): (text: string) => string {
  const spellings = [...new Set(secrets.flatMap(spellingsOf))]
    .filter((spelling) => spelling.length >= SHORTEST)
    .toSorted((a, b) => b.length - a.length);
  const passes = [withoutWhole, withoutHead, withoutTail];
  return (text) =>
    passes.reduce(
      // Every spelling whole first: a part of one may stand in the middle of another.
      (scrubbed, pass) => spellings.reduce((rest, spelling) => pass(rest, spelling), scrubbed),
      withoutUserinfo(text),
    );
}

/** `scheme://user:password@host` without the user and the password. The last @ before the path ends them. */
function withoutUserinfo(text: string): string {
  return text.replace(/:\/\/[^\s/?#"'<>]*@/g, '://***@');
}

/** The shortest part of a cut secret that is taken out; all of a short one. */
const leastOf = (secret: string): number =>
  Math.min(secret.length, Math.max(SHORTEST_PART, Math.ceil(secret.length / 3)));

function withoutWhole(text: string, secret: string): string {
  return secret.length <= SHORTEST_PART ? replaceWord(text, secret) : text.replaceAll(secret, '***');
}

function replaceWord(text: string, secret: string): string {
  let scrubbed = '';
  let from = 0;
  for (let at = text.indexOf(secret); at !== -1; at = text.indexOf(secret, from)) {
    const end = at + secret.length;
    const inside = WORD.test(text[at - 1] ?? '') || WORD.test(text[end] ?? '');
    scrubbed += text.slice(from, at) + (inside ? secret : '***');
    from = end;
  }
  return scrubbed + text.slice(from);
}

/** Takes out what begins like the secret and was cut. */
function withoutHead(text: string, secret: string): string {
  const least = leastOf(secret);
  if (least === secret.length) return text;
  const head = secret.slice(0, least);
  let scrubbed = '';
  let from = 0;
  for (let at = text.indexOf(head); at !== -1; at = text.indexOf(head, from)) {
    let end = at + least;
    while (end - at < secret.length && text[end] === secret[end - at]) end++;
    scrubbed += `${text.slice(from, at)}***`;
    from = end;
  }
  return scrubbed + text.slice(from);
}

/** Takes out what ends like the secret and lost its beginning. */
function withoutTail(text: string, secret: string): string {
  const least = leastOf(secret);
  if (least === secret.length) return text;
  const tail = secret.slice(-least);
  let scrubbed = '';
  let from = 0;
  for (let at = text.indexOf(tail); at !== -1; at = text.indexOf(tail, from)) {
    let start = at;
    let index = secret.length - least;
    while (start > from && index > 0 && text[start - 1] === secret[index - 1]) {
      start--;
      index--;
    }
    scrubbed += `${text.slice(from, start)}***`;
    from = at + least;
  }
  return scrubbed + text.slice(from);
}

function spellingsOf(secret: string): string[] {
  const plain = [secret, decoded(secret)];
  const encoded = plain.flatMap((one) => [
    one,
    encodeURIComponent(one),
    encodeURIComponent(one).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
  ]);
  return encoded.flatMap((one) => [one, JSON.stringify(one).slice(1, -1)]);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
