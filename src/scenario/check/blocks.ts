/** Checks of what stands in one block, or in the rules of the whole. */
import { fold } from '../blocks/typed.ts';
import type { Fault } from './fault.ts';
import type { Text } from '../fields.ts';
import { quote } from './quote.ts';
import { isWaiting, type Scenario, waitingKind } from '../scenario.ts';

type Part = Pick<Scenario, 'blocks' | 'scale'>;

export function checkScales({ blocks, scale }: Part): Fault[] {
  const ofScenario = JSON.stringify(scale);
  return Object.entries(blocks).flatMap(([id, block]): Fault[] => {
    if (!isWaiting(block) || block.save_to !== 'quality_answer') return [];
    const path = ['blocks', id];
    const { scale: own, list } = waitingKind(block).saves(block);
    if (JSON.stringify(own) !== ofScenario) {
      const message = 'another block rates on another scale; one scenario has one scale';
      return [{ path: [...path, 'scale'], message }];
    }
    const given = new Set(list?.buttons.map(({ value }) => value));
    const missing = (own?.values ?? []).filter((value) => !given.has(value));
    if (missing.length === 0) return [];
    const names = missing.slice(0, 12).join(', ');
    const message = `no button for ${names}; a client must be able to give each value of the scale: add the button, or declare a scale of your own without it`;
    return [{ path: [...path, list?.field ?? 'scale'], message }];
  });
}

/** Two buttons that read alike cannot be told apart when one of them is typed. */
export function checkButtons({ blocks }: Part): Fault[] {
  return Object.entries(blocks).flatMap(([id, block]) => {
    if (!isWaiting(block)) return [];
    const { list, skip } = waitingKind(block).saves(block);
    return list ? alike(id, list.field, list.buttons, skip) : [];
  });
}

function alike(id: string, list: string, buttons: ReadonlyArray<{ text: Text }>, skip: Text | null): Fault[] {
  const seen = new Map<string, string>();
  const labels = buttons.map(({ text }, index) => ({
    path: [list, index, 'text'],
    text,
    name: `entry ${index + 1}`,
  }));
  if (skip !== null) labels.push({ path: ['skip'], text: skip, name: 'skip' });
  return labels.flatMap(({ path, text, name }): Fault[] => {
    const wordings = typeof text === 'string' ? [['', text] as const] : Object.entries(text);
    const first = wordings
      .map(([language, worded]) => seen.get(`${language}\n${fold(worded)}`))
      .find((found) => found !== undefined);
    for (const [language, worded] of wordings) {
      const key = `${language}\n${fold(worded)}`;
      if (!seen.has(key)) seen.set(key, name);
    }
    const message = `reads like ${first}; a client who types it could mean both: word one of them otherwise`;
    return first === undefined ? [] : [{ path: ['blocks', id, ...path], message }];
  });
}

export function checkRules({ rules, languages }: Scenario): Fault[] {
  const faults: Fault[] = [];
  const { remind_after: remind, expire_after: expire } = rules;
  if (remind === 0) {
    faults.push({
      path: ['rules', 'remind_after'],
      message: 'reminds at once; write a time such as 6h, or leave it out',
    });
  } else if (remind !== undefined && remind >= expire) {
    const message =
      'no reminder would come, the survey expires before; write a shorter time than expire_after';
    faults.push({ path: ['rules', 'remind_after'], message });
  }
  const seen = new Set<string>();
  languages.forEach((language, index) => {
    const twice = seen.has(language.toLowerCase());
    seen.add(language.toLowerCase());
    const message = `${quote(language)} is named twice; remove one`;
    if (twice) faults.push({ path: ['languages', index], message });
  });
  return faults;
}

export function checkEmpty({ blocks }: Pick<Scenario, 'blocks'>): Fault[] {
  if (Object.keys(blocks).length > 0) return [];
  return [{ path: ['blocks'], message: 'is empty; it needs at least one block' }];
}
