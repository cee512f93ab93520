import { createHash } from 'node:crypto';
import type { Dialogue } from '../dialogue.ts';
import { ScenarioError } from '../errors.ts';
import type { Cell } from '../exports/columns.ts';
import type { Text } from '../scenario/fields.ts';
import { readStoredScenario } from '../scenario/file/load.ts';
import { isWaiting, passingKind, placeOf, type Scenario, waitingKind } from '../scenario/scenario.ts';
import type { ScenarioStore } from '../store/ports/scenarios.ts';

/**
 * - `missing`: the store does not have its text
 * - `altered`: its text is not the one that it is named after
 * - `unreadable`: this release cannot read it
 */
export type WordingFault = 'missing' | 'altered' | 'unreadable';

/** A version of a scenario that clients were asked by. */
export interface UsedVersion {
  /** The first 16 hexadecimal digits of the SHA-256 of its text; '': an earlier release did not keep it. */
  version: string;
  scenario: string;
  /** How many dialogues were asked by it, by language. */
  languages: Map<string, number>;
}

export interface Wording extends UsedVersion {
  /** The file as it was; null: it is missing. */
  text: string | null;
  /** null: it could not be read. */
  read: Scenario | null;
  fault: WordingFault | null;
}

/** What a client could read at one place of a scenario. */
export interface WordedText {
  block: string;
  type: string;
  /** The variable that the answer is saved to; null: it takes none. */
  saves: string | null;
  /** Its place in the block: `text`, `buttons.0.text`. */
  path: string;
  /** What the button saves; null: it is none. */
  value: string | number | null;
  text: string;
}

export const wordingHead = [
  'scenario',
  'version',
  'title',
  'language',
  'asked',
  'block',
  'type',
  'saves',
  'path',
  'value',
  'text',
  'fault',
] as const;

export interface Usage {
  add: (dialogue: Dialogue) => void;
  /** The most used first. */
  versions(): UsedVersion[];
}

/** Counts by which versions, and in which languages, dialogues were asked. */
export function createUsage(): Usage {
  const used = new Map<string, UsedVersion>();
  return {
    add({ askedAt, scenario, scenarioVersion, survey }) {
      if (askedAt === null) return;
      const version = scenarioVersion ?? survey?.version ?? '';
      const key = JSON.stringify([scenario, version]);
      const one = used.get(key) ?? { version, scenario, languages: new Map<string, number>() };
      used.set(key, one);
      const language = survey?.language ?? '';
      one.languages.set(language, (one.languages.get(language) ?? 0) + 1);
    },
    versions: () => [...used.values()].toSorted((one, other) => askedBy(other) - askedBy(one)),
  };
}

export const askedBy = ({ languages }: UsedVersion): number =>
  [...languages.values()].reduce((sum, count) => sum + count, 0);

/** The text of a version, held against its name. @throws {StoreError} */
export async function readWording(used: UsedVersion, store: ScenarioStore): Promise<Wording> {
  const { version } = used;
  const text = version === '' ? null : await store.findScenario(version);
  if (text === null) return { ...used, text, read: null, fault: 'missing' };
  const isSame = createHash('sha256').update(text).digest('hex').startsWith(version);
  try {
    const read = readStoredScenario(text, `stored version ${version}`);
    return { ...used, text, read, fault: isSame ? null : 'altered' };
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return { ...used, text, read: null, fault: isSame ? 'unreadable' : 'altered' };
  }
}

/** Every text of a scenario as a client of one language reads it, in the order of its blocks. */
export function textsIn(scenario: Scenario, language: string): WordedText[] {
  const { blocks, phrases } = scenario;
  const place = placeOf(scenario, '', '', language);
  const say = (text: Text): string => place.say(text);
  const asked = Object.entries(blocks).flatMap(([id, block]) => {
    const texts = isWaiting(block) ? waitingKind(block).texts(block) : passingKind(block).texts(block);
    const saves = isWaiting(block) ? block.save_to : null;
    return texts.map(({ path, text }): WordedText => {
      const what = { path: path.join('.'), value: valueBeside(block, path), text: say(text) };
      return { block: id, type: block.type, saves, ...what };
    });
  });
  const said = Object.entries(phrases).flatMap(([key, text]): WordedText[] => {
    const what = { block: '', type: 'phrase', saves: null, path: `phrases.${key}`, value: null };
    return text === undefined ? [] : [{ ...what, text: say(text) }];
  });
  return [...asked, ...said];
}

/** What the button saves whose text stands at `path`. */
function valueBeside(block: object, path: ReadonlyArray<string | number>): string | number | null {
  let node: unknown = block;
  for (const part of path.slice(0, -1)) node = Object(node)[part];
  const { value } = Object(node) as { value?: unknown };
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

export function wordingRows({ scenario, version, languages, read, fault }: Wording): Cell[][] {
  return [...languages].flatMap(([language, asked]): Cell[][] => {
    const head = [scenario, version, read?.title ?? null, language, asked];
    if (!read) return [[...head, null, null, null, null, null, null, fault]];
    return textsIn(read, language).map(({ block, type, saves, path, value, text }) => [
      ...head,
      block,
      type,
      saves,
      path,
      value,
      text,
      fault,
    ]);
  });
}
