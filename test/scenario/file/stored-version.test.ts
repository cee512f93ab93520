import { describe, expect, it } from 'vitest';
import { readStoredScenario } from '../../../src/scenario/file/load.ts';
import { createScenarioVersions } from '../../../src/survey/scenario-versions.ts';
import { edited, faultsIn, faultsOf } from '../faults.ts';

describe('a version that was stored before', () => {
  const before = [
    edited('scale: 1-5', 'scale: ces'),
    edited('"⭐", value: 1', '⭐", value: 1'),
    edited('quality_answer <= 2', 'quality_answer == 7'),
    edited('      - { to: comment }', '      - { to: comment }\n      - { to: save }'),
    edited('languages: [en, uk]', 'languages: [en, uk, uk]'),
    edited('start: rate', 'start: rate\n__proto__: 1').replace('skip: { en', 'skip: { __proto__: A, en'),
    edited('en: Thank you! Your', 'en: Thank you, {operator}! Your'),
    edited('cooldown: 0s', 'remind_after: 2d'),
    edited('start: rate', 'start: !rate rate'),
    edited('title: After', 'title: "\\0" #'),
  ];

  it.each(before)('is read, whatever is checked since (%#)', async (text) => {
    expect(faultsIn(text)).not.toEqual([]);
    const scenario = readStoredScenario(text, 'stored version');
    expect(Object.keys(scenario.blocks)).toEqual(['rate', 'what_went_wrong', 'comment', 'save', 'thanks']);
    const store = { findScenario: async () => text } as unknown as Parameters<
      typeof createScenarioVersions
    >[1];
    expect(await createScenarioVersions(new Map(), store).version(scenario.version)).toEqual(scenario);
  });

  it('is refused when it cannot be read, with its place', () => {
    expect(
      faultsOf(() => readStoredScenario(edited('type: action', 'type: acton'), 'stored version 1')),
    ).toEqual(['stored version 1:46:11 blocks.save.type: no type "acton"; did you mean "action"?']);
  });
});
