/** How answers are written into a survey. */
import type { Part, Survey, Value } from '../survey.ts';

/** Saves a value; when it is answered first counts, whatever comes later. */
export function save(survey: Survey, variable: string, value: Value, now: number): Survey {
  return {
    ...survey,
    variables: { ...survey.variables, [variable]: value },
    answeredAt: { ...survey.answeredAt, [variable]: survey.answeredAt[variable] ?? now },
    lastAnswerAt: now,
  };
}

/** Notes which message a value that a block read came from. */
export function withSource(survey: Survey, part: Part): Survey {
  return part.message === '' ? survey : { ...survey, parts: [...(survey.parts ?? []), part] };
}

/** Forgets such a note. */
export function withoutSource(survey: Survey, part: Part): Survey {
  return { ...survey, parts: (survey.parts ?? []).filter((other) => other !== part) };
}

/** Notes that a message which gave to a text was more than words. The same survey where it gave to none. */
export function withAttachment(survey: Survey, message: string): Survey {
  const isToNote = (part: Part): boolean =>
    message !== '' && part.message === message && part.chars !== undefined && !part.attached;
  if (!survey.parts?.some(isToNote)) return survey;
  return {
    ...survey,
    parts: survey.parts.map((part) => (isToNote(part) ? { ...part, attached: true } : part)),
  };
}

/**
 * Adds what a client wrote to a text; what was written before stays.
 * @param block the block that asked for it, if one did
 */
export function addText(
  survey: Survey,
  variable: string,
  text: string,
  message: string,
  now: number,
  block?: string,
): Survey {
  const earlier = survey.variables[variable];
  const value = earlier === undefined ? text : `${earlier}\n${text}`;
  const part: Part = { message, variable, chars: text.length, ...(block !== undefined && { block }) };
  return { ...save(survey, variable, value, now), parts: [...(survey.parts ?? []), part] };
}

/**
 * Puts `text` in the place of what a message gave to a text; nothing is left of it when `text` is empty. The same
 * survey where that is what stands there already.
 */
export function replaceText(
  survey: Survey,
  variable: string,
  text: string,
  message: string,
  now: number,
): Survey {
  const parts = survey.parts ?? [];
  const texts = splitText(survey, variable);
  if (!texts) return survey;
  const changed: Part[] = [];
  const kept: string[] = [];
  let index = 0;
  let isNew = false;
  for (const part of parts) {
    const own = part.variable === variable && part.chars !== undefined;
    const old = own ? (texts[index++] ?? '') : '';
    const next = own && part.message === message ? text : old;
    if (next !== old) isNew = true;
    if (own && next === '') {
      const { chars: _none, ...source } = part;
      if (part.block !== undefined) changed.push(source);
      continue;
    }
    changed.push(own ? { ...part, chars: next.length } : part);
    if (own) kept.push(next);
  }
  if (!isNew) return survey;
  if (kept.length > 0) return { ...save(survey, variable, kept.join('\n'), now), parts: changed };
  const { [variable]: _value, ...variables } = survey.variables;
  const { [variable]: _at, ...answeredAt } = survey.answeredAt;
  return { ...survey, variables, answeredAt, parts: changed, lastAnswerAt: now };
}

/**
 * Takes what one message gave to a text out of it; the same survey where it is not there any more. Where the platform
 * gives messages no ids, the words say which it was.
 */
export function withoutText(
  survey: Survey,
  variable: string,
  { message, text }: { message: string; text: string },
  now: number,
): Survey {
  const parts = survey.parts ?? [];
  const texts = splitText(survey, variable);
  const own = parts.filter((part) => part.variable === variable && part.chars !== undefined);
  const at = own.findLastIndex(
    (part, index) => part.message === message && (message !== '' || texts?.[index] === text),
  );
  if (!texts || at < 0) return survey;
  const left = { ...survey, parts: parts.filter((part) => part !== own[at]), lastAnswerAt: now };
  const kept = texts.toSpliced(at, 1);
  if (kept.length > 0) return { ...left, variables: { ...survey.variables, [variable]: kept.join('\n') } };
  const { [variable]: _value, ...variables } = survey.variables;
  const { [variable]: _at, ...answeredAt } = survey.answeredAt;
  return { ...left, variables, answeredAt };
}

/** The parts of a text; null when they are not known: a survey that began before they were noted. */
function splitText(survey: Survey, variable: string): string[] | null {
  const value = survey.variables[variable];
  if (typeof value !== 'string') return null;
  const texts: string[] = [];
  let from = 0;
  for (const { variable: own, chars } of survey.parts ?? []) {
    if (own !== variable || chars === undefined) continue;
    texts.push(value.slice(from, from + chars));
    from += chars + 1;
  }
  return from === value.length + 1 ? texts : null;
}

/** When the client last answered anything; null: not yet. */
export function lastAnswerAt({ lastAnswerAt: last, answeredAt }: Survey): number | null {
  const times = Object.values(answeredAt);
  return last ?? (times.length > 0 ? Math.max(...times) : null);
}
