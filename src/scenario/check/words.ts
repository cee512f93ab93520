/** Checks of what a client will read: every language there, placeholders known, nothing too long for a channel. */
import type { ChannelLimits } from '../../channel.ts';
import type { Fault } from './fault.ts';
import type { PlacedText, Text } from '../fields.ts';
import {
  matchLanguage,
  type PhraseKey,
  phraseKeys,
  phraseLanguages,
  phrases as builtIn,
} from '../phrases.ts';
import { clip, quote } from './quote.ts';
import { isWaiting, passingKind, placeOf, type Scenario, waitingKind } from '../scenario.ts';
import type { BlockData } from '../schema.ts';
import { placeholdersIn, strayQuote, unshowable } from './wording.ts';

/** The limits that a scenario is held against, by the channel's name. */
export type LimitsByChannel = Readonly<Record<string, ChannelLimits>>;

/** So many languages are named in one fault, or missed of one text. */
const MOST_NAMED = 12;

export function checkLanguages({ languages, blocks, phrases }: Scenario): Fault[] {
  const known = new Set(languages);
  const promised = languages.slice(0, MOST_NAMED).join(', ');
  return [...textsOf(blocks), ...phraseTexts({ phrases })].flatMap(({ path, text }) => {
    if (typeof text === 'string') return [];
    const missing: string[] = [];
    for (const language of languages) {
      if (missing.length === MOST_NAMED) break;
      if (!Object.hasOwn(text, language)) missing.push(language);
    }
    const extra = Object.keys(text).filter((language) => !known.has(language));
    return [
      ...missing.map((language) => ({ path, message: `no text in "${language}", which languages promises` })),
      ...extra.map((language) => ({
        path: [...path, language],
        atKey: true,
        message: `${quote(language)} is not one of languages (${promised})`,
      })),
    ];
  });
}

/** Texts that a client would not read as they were meant. */
export function checkTexts({ title, blocks, phrases }: Scenario): Fault[] {
  const asked = textsOf(blocks).flatMap(({ path, text }) => wordings(path, text));
  const others = phraseTexts({ phrases }).flatMap(({ path, text }) => wordings(path, text));
  const faults = [{ path: ['title'], worded: title }, ...asked, ...others].flatMap(
    ({ path, worded }): Fault[] => {
      const message = strayQuote(worded) ?? unshowable(worded);
      return message === null ? [] : [{ path, message }];
    },
  );
  for (const { path, worded } of asked) {
    for (const name of placeholdersIn(worded)) {
      const message = `{${clip(name)}} would be sent as it stands: the texts of blocks are not filled in yet; write it without braces`;
      faults.push({ path, message });
    }
  }
  return faults;
}

export function checkPhrases({ languages, phrases }: Scenario): Fault[] {
  const faults: Fault[] = [];
  for (const [key, text] of Object.entries(phrases) as Array<[PhraseKey, Text]>) {
    const known: readonly string[] = builtIn[key];
    for (const { path, worded } of wordings(['phrases', key], text)) {
      const unknown = placeholdersIn(worded).filter((name) => !known.includes(name));
      const remedy =
        known.length > 0 ? `there are ${known.map((name) => `{${name}}`).join(', ')}` : 'it has none';
      for (const name of unknown)
        faults.push({ path, message: `{${clip(name)}} is not filled in here; ${remedy}` });
    }
  }
  const spoken = (language: string): boolean => matchLanguage(phraseLanguages, language) !== null;
  const missing = phraseKeys.filter((key) => !(key in phrases));
  const foreign = languages.filter((language) => !spoken(language));
  if (foreign.length > 0 && missing.length > 0) {
    const message = `the bot has no words of its own in ${foreign.slice(0, MOST_NAMED).join(', ')}; add phrases: ${missing.join(', ')}`;
    faults.push({ path: ['languages'], message });
  }
  return faults;
}

export function checkLimits(scenario: Scenario, limits: LimitsByChannel): Fault[] {
  const faults: Fault[] = [];
  for (const [channel, limit] of Object.entries(limits)) {
    for (const { path, text } of [...textsOf(scenario.blocks), ...phraseTexts(scenario)]) {
      const last = path.at(-1);
      const isLabel =
        path.includes('buttons') || path.includes('choices') || last === 'skip' || last === 'change';
      const most = isLabel ? limit.buttonChars : limit.textChars;
      for (const { path: place, worded } of wordings(path, text)) {
        if (worded.length <= most) continue;
        faults.push({
          path: place,
          message: `${worded.length} characters; ${channel} shows at most ${most} here`,
        });
      }
    }
    for (const [id, block] of Object.entries(scenario.blocks)) {
      if (!isWaiting(block)) continue;
      const place = placeOf(scenario, id, 'x'.repeat(12), scenario.languages[0] ?? 'en');
      const rows = waitingKind(block).prompt(block, place).choices;
      const path = ['blocks', id];
      const widest = rows.reduce((most, row) => Math.max(most, row.length), 0);
      const count = rows.flat().length;
      if (widest > limit.buttonsPerRow) {
        faults.push({ path, message: `${widest} buttons in a row; ${channel} takes ${limit.buttonsPerRow}` });
      }
      if (count > limit.buttons) {
        faults.push({ path, message: `${count} buttons; ${channel} takes ${limit.buttons}` });
      }
      for (const { label, token } of rows.flat()) {
        const bytes = Buffer.byteLength(token);
        if (bytes <= limit.tokenBytes) continue;
        faults.push({
          path,
          message: `the token of button "${label}" has ${bytes} bytes; ${channel} takes ${limit.tokenBytes}: shorten the block's name or the value`,
        });
      }
    }
  }
  return faults;
}

function phraseTexts({ phrases }: Pick<Scenario, 'phrases'>): PlacedText[] {
  return Object.entries(phrases).map(([key, text]) => ({ path: ['phrases', key], text }));
}

function textsOf(blocks: Record<string, BlockData>): PlacedText[] {
  return Object.entries(blocks).flatMap(([id, block]) => {
    const texts = isWaiting(block) ? waitingKind(block).texts(block) : passingKind(block).texts(block);
    return texts.map(({ path, text }) => ({ path: ['blocks', id, ...path], text }));
  });
}

function wordings(path: Fault['path'], text: Text): Array<{ path: Fault['path']; worded: string }> {
  if (typeof text === 'string') return [{ path, worded: text }];
  return Object.entries(text).map(([language, worded]) => ({ path: [...path, language], worded }));
}
