import { describe, expect, it } from 'vitest';
import { aSurvey } from '../support/dialogues.ts';
import { asked, audited, csat, packed, version, versionOf } from './packed.ts';

describe('the wording in a pack', () => {
  it('is shown by version and by the languages in which it was asked', async () => {
    const one = await audited([asked('a', 'uk'), asked('b', 'uk'), asked('c', 'en')]);
    await one.store.saveScenario(version, csat);
    const { rows, files, page, result } = await packed(one);
    const questions = rows('wording.csv').filter(({ block, path }) => block === 'rate' && path === 'text');
    expect(questions).toMatchObject(
      [
        { language: 'en', asked: '1', saves: 'quality_answer', text: 'Please rate the quality of service' },
        { language: 'uk', asked: '2', text: 'Оцініть, будь ласка, якість обслуговування' },
      ].toReversed(),
    );
    expect(rows('wording.csv').find(({ path }) => path === 'buttons.4.text')).toMatchObject({
      value: '1',
      text: '⭐',
    });
    expect(files.get(`scenarios/${version}.yaml`)).toBe(csat);
    expect(page).toContain('3 dialogues were asked by it: uk 2, en 1.');
    expect(page).toContain('closed after 1 day; an answer can be changed for 15 minutes');
    expect(result.faults).toEqual([]);
  });

  it.each([
    ['missing', null, 'The store does not have its text any more.'],
    ['altered', csat.replace('quality of service', 'great service'), 'it was altered'],
    ['unreadable', 'id: [', 'cannot read its text'],
  ])('that is %s is found out', async (fault, text, said) => {
    const named = fault === 'unreadable' && text !== null ? versionOf(text) : version;
    const one = await audited([
      asked('a', 'en', { scenarioVersion: named, survey: aSurvey({ version: named }) }),
    ]);
    if (text !== null) await one.store.saveScenario(named, text);
    const { result, rows, page } = await packed(one);
    expect(result.faults).toMatchObject([{ version: named, fault }]);
    expect(rows('wording.csv')[0]).toMatchObject({ version: named, fault });
    expect(page).toContain(said);
    expect(page).toContain('banner wrong');
  });
});
