/** What a scenario must hold beyond the shape of its file. Each check gives faults with their place. */
import type { ChannelLimits } from '../channel.ts';
import type { PlacedText, Text } from './language.ts';
import { variablesOf } from './condition.ts';
import { isWaiting, passingKind, placeOf, type Scenario, waitingKind, waysOn } from './scenario.ts';
import type { BlockData } from './schema.ts';
import { nearest } from './nearest.ts';

export interface Fault {
  path: Array<string | number>;
  message: string;
  /** True: the name at the end of `path` is the fault, not what it names. */
  atKey?: boolean;
}

/** The limits that a scenario is held against, by the channel's name. */
export type LimitsByChannel = Readonly<Record<string, ChannelLimits>>;

export function checkScenario(scenario: Scenario, limits: LimitsByChannel): Fault[] {
  return [
    ...checkWays(scenario),
    ...checkReach(scenario),
    ...checkCycles(scenario),
    ...checkVariables(scenario),
    ...checkLanguages(scenario),
    ...checkScales(scenario),
    ...checkLimits(scenario, limits),
  ];
}

function checkWays({ start, blocks }: Scenario): Fault[] {
  const names = Object.keys(blocks);
  const ways: Array<{ path: Fault['path']; to: string }> = [{ path: ['start'], to: start }];
  for (const [id, { next }] of Object.entries(blocks)) {
    if (typeof next === 'string') ways.push({ path: ['blocks', id, 'next'], to: next });
    else next?.forEach(({ to }, index) => ways.push({ path: ['blocks', id, 'next', index, 'to'], to }));
  }
  return ways
    .filter(({ to }) => !names.includes(to))
    .map(({ path, to }) => ({ path, message: `no block named "${to}"${nearest(to, names)}` }));
}

function checkReach({ start, blocks }: Scenario): Fault[] {
  const reached = new Set<string>();
  const visit = (id: string): void => {
    if (reached.has(id) || !blocks[id]) return;
    reached.add(id);
    waysOn(blocks[id].next).forEach(visit);
  };
  visit(start);
  const lost = Object.keys(blocks).filter((id) => !reached.has(id));
  // A wrong name somewhere cuts off all that follows; that name is the fault, not what follows.
  const broken = Object.values(blocks).some(({ next }) => waysOn(next).some((to) => !blocks[to]));
  if (broken || !blocks[start]) return [];
  return lost.map((id) => ({
    path: ['blocks', id],
    message: 'no way leads here; name it in a next or remove it',
  }));
}

/** A round of blocks that never waits would never end. */
function checkCycles({ blocks }: Scenario): Fault[] {
  const done = new Set<string>();
  const faults: Fault[] = [];
  const visit = (id: string, trail: string[]): void => {
    const block = blocks[id];
    if (!block || isWaiting(block) || done.has(id)) return;
    if (trail.includes(id)) {
      const round = [...trail.slice(trail.indexOf(id)), id].join(' -> ');
      faults.push({
        path: ['blocks', id, 'next'],
        message: `${round} goes round without waiting for the client; add a message_with_keyboard or a wait_for_response to the round, or another way on`,
      });
      return;
    }
    for (const to of waysOn(block.next)) visit(to, [...trail, id]);
    done.add(id);
  };
  for (const id of Object.keys(blocks)) visit(id, []);
  return faults;
}

function checkVariables({ blocks }: Scenario): Fault[] {
  const saved = Object.values(blocks).flatMap((block) => (isWaiting(block) ? [block.save_to] : []));
  return Object.entries(blocks).flatMap(([id, { next }]) =>
    Array.isArray(next)
      ? next.flatMap(({ when }, index) =>
          (when ? variablesOf(when) : [])
            .filter((name) => !saved.includes(name))
            .map((name) => ({
              path: ['blocks', id, 'next', index, 'when'],
              message: `no block saves "${name}"${nearest(name, saved)}`,
            })),
        )
      : [],
  );
}

function checkLanguages({ languages, blocks, phrases }: Scenario): Fault[] {
  const inPhrases = Object.entries(phrases).map(([key, text]) => ({ path: ['phrases', key], text }));
  return [...textsOf(blocks), ...inPhrases].flatMap(({ path, text }) => {
    if (typeof text === 'string') return [];
    const missing = languages.filter((language) => !(language in text));
    const extra = Object.keys(text).filter((language) => !languages.includes(language));
    return [
      ...missing.map((language) => ({ path, message: `no text in "${language}", which languages promises` })),
      ...extra.map((language) => ({
        path: [...path, language],
        atKey: true,
        message: `"${language}" is not one of languages (${languages.join(', ')})`,
      })),
    ];
  });
}

function checkScales({ blocks, scale }: Scenario): Fault[] {
  return Object.entries(blocks).flatMap(([id, block]) =>
    block.type === 'message_with_keyboard' &&
    block.save_to === 'quality_answer' &&
    JSON.stringify(block.scale) !== JSON.stringify(scale)
      ? [
          {
            path: ['blocks', id, 'scale'],
            message: 'another block rates on another scale; one scenario has one scale',
          },
        ]
      : [],
  );
}

function checkLimits(scenario: Scenario, limits: LimitsByChannel): Fault[] {
  const faults: Fault[] = [];
  for (const [channel, limit] of Object.entries(limits)) {
    for (const { path, text } of textsOf(scenario.blocks)) {
      const isLabel = path.includes('buttons') || path.includes('choices') || path.at(-1) === 'skip';
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
      const widest = Math.max(0, ...rows.map((row) => row.length));
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
