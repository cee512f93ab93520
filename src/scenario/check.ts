/** What a scenario must hold beyond the shape of its file. Each check gives faults with their place. */
import { distance } from 'fastest-levenshtein';
import { checkLanguages, checkLimits, checkPhrases, type LimitsByChannel } from './check-words.ts';
import { variablesOf } from './condition.ts';
import { nearest } from './nearest.ts';
import { isWaiting, type Scenario, waysOn } from './scenario.ts';

export interface Fault {
  path: Array<string | number>;
  message: string;
  /** True: the name at the end of `path` is the fault, not what it names. */
  atKey?: boolean;
}

export function checkScenario(scenario: Scenario, limits: LimitsByChannel): Fault[] {
  return [
    ...checkWays(scenario),
    ...checkReach(scenario),
    ...checkCycles(scenario),
    ...checkVariables(scenario),
    ...checkNames(scenario),
    ...checkPhrases(scenario),
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

const statisticsKnow = ['quality_answer', 'quality_comment'];

/** A slip in one of the two names would be recorded and never counted. */
function checkNames({ blocks }: Scenario): Fault[] {
  return Object.entries(blocks).flatMap(([id, block]) => {
    if (!isWaiting(block) || statisticsKnow.includes(block.save_to)) return [];
    const meant = statisticsKnow.find((name) => distance(name, block.save_to) <= 3);
    const message = `statistics do not know "${block.save_to}"; did you mean "${meant}"?`;
    return meant ? [{ path: ['blocks', id, 'save_to'], message }] : [];
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
