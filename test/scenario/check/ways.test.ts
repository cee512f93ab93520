import { describe, expect, it } from 'vitest';
import { csat, faultsAfter, faultsIn } from '../faults.ts';
import { questions } from './questions.ts';

describe('ways and rules that cannot have been meant', () => {
  it.each([
    [
      'a second entry without when',
      '      - { to: comment }',
      '      - { to: comment }\n      - { to: save }',
      'f.yaml:29:9 blocks.rate.next.2: is never taken: entry 2 has no when and comes first',
    ],
    [
      'an entry after one without when',
      '      - { to: comment }',
      '      - { to: comment }\n      - { when: quality_answer == 3, to: save }',
      'f.yaml:29:9 blocks.rate.next.2: is never taken',
    ],
    [
      'the same when twice',
      '      - { to: comment }',
      '      - { when: "quality_answer<=2", to: save }\n      - { to: comment }',
      'f.yaml:28:17 blocks.rate.next.1.when: is never taken: an earlier entry has the same when',
    ],
    [
      'an empty when',
      'when: quality_answer <= 2',
      'when: ""',
      'f.yaml:27:17 blocks.rate.next.0.when: is empty; write a comparison',
    ],
    [
      'a when without a value',
      'when: quality_answer <= 2',
      'when:',
      'f.yaml:27:16 blocks.rate.next.0.when: is empty; write a text',
    ],
    [
      'a message that leads to itself',
      'uk: Дякуємо! Ваша',
      'uk: Дякуємо!\n    next: thanks #',
      'blocks.thanks.next: thanks -> thanks goes round without waiting',
    ],
    [
      'questions that never end',
      'uk: Дякуємо! Ваша',
      'uk: Дякуємо!\n    next: rate #',
      'f.yaml:26:5 blocks.rate.next: the survey never ends from here, every way leads back',
    ],
    [
      'a language twice',
      'languages: [en, uk]',
      'languages: [en, uk, en]',
      'f.yaml:5:21 languages.2: "en" is named twice; remove one',
    ],
    [
      'a language twice in another spelling',
      'languages: [en, uk]',
      'languages: [en, uk, pt-BR, pt-br]',
      'f.yaml:5:28 languages.3: "pt-br" is named twice; remove one',
    ],
    [
      'a reminder after the end',
      'cooldown: 0s',
      'remind_after: 1d',
      'f.yaml:9:17 rules.remind_after: no reminder would come, the survey expires before',
    ],
    [
      'a reminder at once',
      'cooldown: 0s',
      'remind_after: 0s',
      'f.yaml:9:17 rules.remind_after: reminds at once; write a time such as 6h, or leave it out',
    ],
    [
      'no blocks',
      csat.slice(csat.indexOf('blocks:')),
      'blocks: {}\n',
      'f.yaml:12:1 blocks: is empty; it needs at least one block',
    ],
  ])('%s', (_name, before, after, fault) => {
    expect(faultsAfter(before, after).join('\n')).toContain(fault);
  });

  it('a list of ways that leaves none on ends the survey', () => {
    expect(
      faultsAfter('      - { to: comment }\n', '      - { when: quality_answer > 2, to: comment }\n'),
    ).toEqual([]);
  });

  it('a question may lead back to itself where there is a way out', () => {
    const text = questions("quality_comment == 'again'").replace(
      'to: thanks }',
      'to: comment }\n      - { to: thanks }',
    );
    expect(faultsIn(text)).toEqual([]);
  });
});
