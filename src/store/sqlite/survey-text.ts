import type { Dialogue } from '../../dialogue.ts';
import type { Part, Survey } from '../../scenario/survey.ts';

/** What a survey may repeat of its dialogue, which has it in columns of its own: when they change, so does its text. */
export const besideSurvey = ['rating', 'comment', 'scenarioVersion'] as const;
type Beside = Pick<Dialogue, (typeof besideSurvey)[number]>;

/** The times that are counted from `waitsSince`; those that there are not are left out. */
const times = {
  e: 'expiresAt',
  r: 'remindAt',
  R: 'remindedAt',
  d: 'recordedAt',
  L: 'lastAnswerAt',
  f: 'firstAskedAt',
  h: 'heardAt',
  w: 'withdrawnAt',
  o: 'asidesUntil',
} as const;

/** A survey is a third of a dialogue's row, so it is written without what goes without saying. */
interface Written {
  /** `version`, unless it is the dialogue's. */
  v?: string;
  l: string;
  w?: string;
  a?: string;
  s: number;
  /** `variables`; what equals the dialogue's rating or comment is null. */
  V: Record<string, Survey['variables'][string] | null>;
  A: Record<string, number>;
  p?: Survey['prompts'];
  q?: Survey['earlierPrompts'];
  P?: Array<
    [message: string, variable: string, chars?: number | null, block?: string | null, attached?: true]
  >;
  /** `edits` */
  C?: Array<[at: number, variable: string, before: string | number | null]>;
  b?: Survey['album'];
  t?: string;
  o?: Survey['asides'];
  c?: true;
  x?: string;
  /** `ended`: finished or expired. */
  F?: 'f' | 'e';
  T: { -readonly [Short in keyof typeof times]?: number };
}

const shortTimes = Object.keys(times) as Array<keyof typeof times>;

/** Names that every scenario has; those of a scenario's own get a dot in front. */
const shortNames: Record<string, string> = { quality_answer: '*', quality_comment: '+' };
const longNames = Object.fromEntries(Object.entries(shortNames).map(([long, short]) => [short, long]));
const short = (name: string): string =>
  Object.hasOwn(shortNames, name) ? (shortNames[name] ?? '') : `.${name}`;
const long = (name: string): string => longNames[name] ?? name.slice(1);

export function writeSurvey(survey: Survey, beside: Beside): string {
  const { version, language, waitsAt, awaits, waitsSince, variables, answeredAt, prompts } = survey;
  const { earlierPrompts, parts, edits, album, thread, asides, toldClosed, closing, ended } = survey;
  const written: Written = {
    ...(version !== beside.scenarioVersion && { v: version }),
    l: language,
    ...(waitsAt !== null && { w: waitsAt }),
    ...(awaits !== undefined && { a: awaits }),
    s: waitsSince,
    V: renamed(variables, short, (value, name) => (value === valueBeside(name, beside) ? null : value)),
    A: renamed(answeredAt, short, (time) => time - waitsSince),
    ...(Object.keys(prompts).length > 0 && { p: prompts }),
    ...(earlierPrompts && { q: earlierPrompts }),
    ...(parts && { P: parts.map(writePart) }),
    ...(edits && { C: edits.map(({ at, variable, before }) => [at - waitsSince, short(variable), before]) }),
    ...(album && { b: album }),
    ...(thread !== undefined && { t: thread }),
    ...(asides && { o: asides }),
    ...(toldClosed && { c: toldClosed }),
    ...(closing !== undefined && { x: closing }),
    ...(ended !== undefined && { F: ended === 'finished' ? 'f' : 'e' }),
    T: {},
  };
  for (const key of shortTimes) {
    const time = survey[times[key]];
    if (time != null) written.T[key] = time - waitsSince;
  }
  return JSON.stringify(written);
}

/** @param text as `writeSurvey` gives it, or a release before it: the whole survey in JSON */
export function readSurvey(text: string, beside: Beside): Survey {
  const written = JSON.parse(text) as Written | Survey;
  if (!('V' in written)) return written;
  const {
    v = beside.scenarioVersion ?? '',
    l,
    w = null,
    a,
    s,
    V,
    A,
    p = {},
    q,
    P,
    C,
    b,
    t,
    o,
    c,
    x,
    F,
    T,
  } = written;
  const survey: Survey = {
    version: v,
    language: l,
    waitsAt: w,
    ...(a !== undefined && { awaits: a }),
    waitsSince: s,
    variables: renamed(V, long, (value, _, name) => value ?? valueBeside(name, beside) ?? ''),
    answeredAt: renamed(A, long, (time) => time + s),
    prompts: p,
    ...(q && { earlierPrompts: q }),
    ...(P && { parts: P.map(readPart) }),
    ...(C && {
      edits: C.map(([at, variable, before]) => ({ at: at + s, variable: long(variable), before })),
    }),
    ...(b && { album: b }),
    ...(t !== undefined && { thread: t }),
    ...(o && { asides: o }),
    ...(c && { toldClosed: c }),
    ...(x !== undefined && { closing: x }),
    ...(F !== undefined && { ended: F === 'f' ? 'finished' : 'expired' }),
    expiresAt: null,
    remindAt: null,
    recordedAt: null,
  };
  for (const key of shortTimes) {
    const time = T[key];
    if (time !== undefined) survey[times[key]] = time + s;
  }
  return survey;
}

function valueBeside(name: string, { rating, comment }: Beside): string | number | null {
  if (name === 'quality_answer') return rating;
  return name === 'quality_comment' ? comment : null;
}

function writePart({ message, variable, chars, block, attached }: Part): NonNullable<Written['P']>[number] {
  if (attached) return [message, short(variable), chars ?? null, block ?? null, attached];
  if (block !== undefined) return [message, short(variable), chars ?? null, block];
  return chars === undefined ? [message, short(variable)] : [message, short(variable), chars];
}

function readPart([message, variable, chars, block, attached]: NonNullable<Written['P']>[number]): Part {
  return {
    message,
    variable: long(variable),
    ...(chars != null && { chars }),
    ...(block != null && { block }),
    ...(attached && { attached }),
  };
}

/** @param change is given a value, its name and its new name */
function renamed<From, To>(
  record: Record<string, From>,
  rename: (name: string) => string,
  change: (value: From, name: string, renamed: string) => To,
): Record<string, To> {
  const entries = Object.entries(record).map(([name, value]): [string, To] => {
    const other = rename(name);
    return [other, change(value, name, other)];
  });
  return Object.fromEntries(entries);
}
