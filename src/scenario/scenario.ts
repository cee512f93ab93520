import { createHash } from 'node:crypto';
import { fillPlaceholders } from '../locales/placeholders.ts';
import type { Scale } from '../scale.ts';
import { writeToken } from '../token.ts';
import type { Place, PassingBlock, WaitingBlock } from './block.ts';
import { blocks } from './blocks/index.ts';
import type { Next, Text } from './fields.ts';
import { matchLanguage, type PhraseKey, phrase } from './phrases.ts';
import type { BlockData, ScenarioFile } from './schema.ts';
import type { Value } from './survey.ts';

/** A scenario file that was read and checked. */
export interface Scenario extends ScenarioFile {
  /** 16 hexadecimal digits of the SHA-256 of `text`. */
  version: string;
  /** The file as it stands, from which the scenario can be read again. */
  text: string;
  /** Of the block that saves `quality_answer`; null when none does. */
  scale: Scale | null;
}

export type WaitingData = Extract<BlockData, { save_to: string }>;
export type PassingData = Exclude<BlockData, WaitingData>;

export function completeScenario(file: ScenarioFile, text: string): Scenario {
  const rating = Object.values(file.blocks).find(
    (block) => isWaiting(block) && block.save_to === 'quality_answer',
  );
  return {
    ...file,
    version: createHash('sha256').update(text).digest('hex').slice(0, 16),
    text,
    scale: rating && isWaiting(rating) ? waitingKind(rating).saves(rating).scale : null,
  };
}

export const isWaiting = (block: BlockData): block is WaitingData => 'save_to' in block;

/** The behaviour of a block, typed for whatever block it is. */
export const waitingKind = (block: WaitingData): WaitingBlock<WaitingData> =>
  blocks[block.type] as unknown as WaitingBlock<WaitingData>;
export const passingKind = (block: PassingData): PassingBlock<PassingData> =>
  blocks[block.type] as unknown as PassingBlock<PassingData>;

export const waysOn = (next: Next | undefined): string[] =>
  next === undefined ? [] : typeof next === 'string' ? [next] : next.map(({ to }) => to);

/** What a block needs to know of where it runs. */
export function placeOf(scenario: Scenario, block: string, dialogueId: string, language: string): Place {
  const say = (text: Text): string => textIn(text, language, scenario.languages);
  return {
    say,
    phrase: (key, values) => phraseOf(scenario, key, language, values),
    token: (value) => writeToken({ dialogueId, block, value: String(value) }),
  };
}

/** A phrase of the bot as this scenario words it. */
export function phraseOf(
  scenario: Scenario,
  key: PhraseKey,
  language: string,
  values: Record<string, Value> = {},
): string {
  const own = scenario.phrases[key];
  return own === undefined
    ? phrase(key, language, values)
    : fillPlaceholders(textIn(own, language, scenario.languages), values);
}

/** The scenario's language for the first wish that it can meet, else its fallback. */
export function chooseLanguage(scenario: Scenario, wishes: ReadonlyArray<string | null | undefined>): string {
  for (const wish of wishes) {
    const match = wish ? matchLanguage(scenario.languages, wish) : null;
    if (match) return match;
  }
  return scenario.languages[0] ?? 'en';
}

function textIn(text: Text, language: string, languages: readonly string[]): string {
  if (typeof text === 'string') return text;
  return text[language] ?? text[languages[0] ?? ''] ?? Object.values(text)[0] ?? '';
}
