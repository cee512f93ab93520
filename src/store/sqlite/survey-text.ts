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
    l: language,
    s: waitsSince,
    V: shortened(variables, (value, name) => (value === valueBeside(name, beside) ? null : value)),
    A: shortened(answeredAt, (time) => time - waitsSince),
    T: {},
  };
  if (version !== beside.scenarioVersion) written.v = version;
  if (waitsAt !== null) written.w = waitsAt;
  if (awaits !== undefined) written.a = awaits;
  if (Object.keys(prompts).length > 0) written.p = prompts;
  if (earlierPrompts) written.q = earlierPrompts;
  if (parts) written.P = parts.map(writePart);
  if (edits) written.C = edits.map(({ at, variable, before }) => [at - waitsSince, short(variable), before]);
  if (album) written.b = album;
  if (thread !== undefined) written.t = thread;
  if (asides) written.o = asides;
  if (toldClosed) written.c = toldClosed;
  if (closing !== undefined) written.x = closing;
  if (ended !== undefined) written.F = ended === 'finished' ? 'f' : 'e';
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
    variables: lengthened(V, (value, name) => value ?? valueBeside(name, beside) ?? ''),
    answeredAt: lengthened(A, (time) => time + s),
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

/** By the short names, none of which means anything to JavaScript: those of a scenario begin with a dot. */
function shortened<From, To>(
  record: Record<string, From>,
  change: (value: From, name: string) => To,
): Record<string, To> {
  const changed: Record<string, To> = {};
  for (const name of Object.keys(record)) changed[short(name)] = change(record[name] as From, name);
  return changed;
}

/** By the names that they had, also `__proto__`. */
function lengthened<From, To>(
  record: Record<string, From>,
  change: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]): [string, To] => {
      const name = long(key);
      return [name, change(value, name)];
    }),
  );
}
