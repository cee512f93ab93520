import { describe, expect, it } from 'vitest';
import { faultsAfter, faultsIn } from '../faults.ts';
import { questions } from './questions.ts';

describe('a scale and its buttons', () => {
  it.each([
    [
      'a value without a button',
      '      - { text: "⭐⭐⭐", value: 3 }\n',
      '',
      'f.yaml:20:5 blocks.rate.buttons: no button for 3; ',
    ],
    [
      'values of an own scale without a button',
      'scale: 1-5',
      'scale: { values: [0, 1, 2, 3, 4, 5, 6], satisfied: [5], dissatisfied: [1] }',
      'f.yaml:20:5 blocks.rate.buttons: no button for 0, 6; ',
    ],
    [
      'a larger scale than its buttons',
      'scale: 1-5',
      'scale: ces',
      'f.yaml:20:5 blocks.rate.buttons: no button for 6, 7; ',
    ],
    [
      'two buttons that read alike',
      '"⭐⭐⭐", value: 3',
      '"⭐⭐⭐⭐ ", value: 3',
      'f.yaml:23:17 blocks.rate.buttons.2.text: reads like entry 2; ',
    ],
  ])('%s', (_name, before, after, fault) => {
    expect(faultsAfter(before, after).some((found) => found.startsWith(fault))).toBe(true);
  });

  it('two choices that read alike in one language', () => {
    const choices =
      '{ text: { en: Slow, uk: Так }, value: slow }, { text: { en: Rude, uk: "ТАК" }, value: rude }';
    const text = questions("reason == 'slow'")
      .replace('{ text: Too slow, value: slow }, { text: Rude, value: rude }', choices)
      .replace('[en]', '[en, uk]');
    expect(faultsIn(text).join()).toContain('blocks.reason.choices.1.text: reads like entry 1; ');
  });

  it('a choice that reads like its skip button', () => {
    const text = questions("reason == 'slow'").replace('save_to: reason', 'save_to: reason\n    skip: RUDE');
    expect(faultsIn(text)[0]).toContain('blocks.reason.skip: reads like entry 2; ');
  });
});
