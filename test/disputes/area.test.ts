import { describe, expect, it } from 'vitest';
import { operatorAndReason } from '../../src/disputes/area.ts';
import { disputeButton, readWish, writeWish } from '../../src/disputes/buttons.ts';
import { disputeVerdicts } from '../../src/dialogue.ts';
import { createTranslator } from '../../src/locales/index.ts';
import { readStaffToken } from '../../src/token.ts';
import { aPerson } from '../access/persons.ts';
import { andriy, iryna, olena, openDesk, petro, shown, tapBy } from './desk.ts';

describe('the buttons of disputes', () => {
  it('lead from the dialogue to the reason, to the verdict and to the end', async () => {
    const desk = await openDesk();
    const dialogue = await desk.rated();
    const offered = await desk.disputes.offer(dialogue.id, olena);
    expect(offered).toEqual(disputeButton(dialogue.id, createTranslator('en')));
    const { area, argument = '' } = readStaffToken(offered?.token ?? '') ?? {};
    expect(area).toBe('dispute');
    expect(await desk.area.tap(argument, tapBy(olena))).toBeUndefined();
    expect(desk.asked).toMatchObject([
      {
        chat: olena.chats[0],
        message: { text: 'Why do you dispute this rating? Reply to this message.' },
        prompt: { area: 'dispute', argument, personId: 'olena' },
      },
    ]);
    const recorded = await desk.area.written?.(argument, 'The bank was down', tapBy(olena));
    expect(shown(recorded ?? { text: '' })).toBe(
      'The rating is disputed. You will be told here how it was decided.\n[Withdraw the dispute]',
    );
    await desk.pass(2_000);
    const [[upheld] = [], [, another] = []] = desk.channel.sent.at(-1)?.message.choices ?? [];
    const argumentOf = (token: string | undefined) => readStaffToken(token ?? '')?.argument ?? '';
    await desk.area.tap(argumentOf(upheld?.token), tapBy(petro));
    expect(desk.asked.at(-1)?.message.text).toBe('Why is the dispute upheld? Reply to this message.');
    const said = await desk.area.written?.(argumentOf(another?.token), 'Andriy: took over', tapBy(petro));
    expect(said?.text).toBe('Decided: another operator’s rating, which now counts for Andriy.');
    expect(await desk.stored(dialogue)).toMatchObject({ operator: 'Andriy' });
    const late = await desk.area.written?.(argumentOf(upheld?.token), 'x', tapBy(iryna));
    expect(late?.text).toBe('Petro has decided this dispute already: another operator’s rating.');
  });

  it('say at once when a tap can lead to nothing, in the language of who taps', async () => {
    const desk = await openDesk();
    const dialogue = await desk.rated();
    const raise = writeWish({ what: 'raise', dialogueId: dialogue.id });
    const tap = async (argument: string, person = petro) =>
      (await desk.area.tap(argument, tapBy(person)))?.text;
    expect(await tap(raise, { ...andriy, language: 'uk' })).toBe(
      'Оскаржити можна лише оцінку власного діалогу.',
    );
    const id = await desk.raise(dialogue);
    expect(await tap(raise)).toBe('Olena K. has disputed this rating already, and it waits for a decision.');
    expect(await tap(writeWish({ what: 'withdrawn', disputeId: id }))).toBe(
      'Only whoever raised a dispute can withdraw it.',
    );
    expect(await tap(writeWish({ what: 'upheld', disputeId: 'none.1' }))).toBe(
      'This dispute no longer exists.',
    );
    expect(await tap('nonsense')).toBe('This dispute no longer exists.');
    expect(desk.asked).toEqual([]);
    expect((await desk.verdict(id, 'withdrawn', olena, 'a mistake'))?.text).toBe('Decided: withdrawn.');
    expect((await desk.area.written?.('nonsense', 'x', tapBy(petro)))?.text).toBe(
      'This dispute no longer exists.',
    );
  });

  it('say so when nobody else may decide', async () => {
    const alone = aPerson({ id: 'alone', name: 'Alone' });
    const desk = await openDesk([alone]);
    const argument = writeWish({ what: 'raise', dialogueId: (await desk.rated()).id });
    const said = await desk.area.written?.(argument, 'x', tapBy(alone));
    expect(said?.text).toContain('Nobody else may decide it yet');
  });

  it('bring back what they are for, and nothing else is understood', () => {
    const wishes = [
      { what: 'raise', dialogueId: 'd-_000000001' } as const,
      ...disputeVerdicts.map((what) => ({ what, disputeId: 'd-_000000001.12' })),
    ];
    for (const wish of wishes) expect(readWish(writeWish(wish))).toEqual(wish);
    for (const text of ['', 'u', 'u:', 'z:d1', 'u:a b', `u:${'x'.repeat(49)}`])
      expect(readWish(text)).toBeNull();
  });

  it.each([
    ['Olena: she took over', 'Olena', 'she took over'],
    ['  Олена Коваль \n чат перейшов: до неї ', 'Олена Коваль', 'чат перейшов: до неї'],
    ['Olena', 'Olena', ''],
    [': why', '', 'why'],
    ['', '', ''],
  ])('read the operator and the reason from %j', (text, operator, reason) => {
    expect(operatorAndReason(text)).toEqual({ operator, reason });
  });
});
