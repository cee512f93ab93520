import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/channel.ts';
import { aDialogue, aSurvey } from '../../support/dialogues.ts';
import { iryna, openCommands, viktor } from './asking.ts';

/** What Telegram takes of a message, in UTF-16 units; Viber takes 7,000. */
const MOST = 4096;
const lengthOf = ({ title, text }: Message): number =>
  (title === undefined ? 0 : title.length + 2) + text.length;

/** Names as long and as strange as a helpdesk may have them. */
const names = [
  'І'.repeat(400),
  '👩‍👩‍👧‍👦'.repeat(60),
  '<b>&amp;</b>'.repeat(40),
  `a${'\u0301'.repeat(300)}`,
  'שלום עולם '.repeat(40),
  'one\n\n\ntwo\u202Ethree\u0000'.repeat(20),
];
const nameAt = (at: number): string => `${at} ${names[at % names.length]}`;

const dialogues = Array.from({ length: 60 }, (_, at) =>
  aDialogue({
    id: `long${String(at).padStart(8, '0')}`,
    externalId: at < 12 ? 'same' : nameAt(at).slice(0, 200),
    clientId: String(at),
    operator: nameAt(at),
    team: nameAt(at + 1),
    topic: nameAt(at + 2),
    tags: names,
    scale: ['1-5', '0/5/10', 'nps', 'ces', '0,1|1|0'][at % 5] ?? null,
    rating: at % 5 === 4 ? 0 : 1,
    comment: nameAt(at).repeat(8),
    outcome: 'answered',
    answeredAt: new Date('2026-11-22T09:05:00Z'),
    survey: aSurvey({
      variables: Object.fromEntries(names.map((name, nth) => [`answer_${nth}`, name.repeat(3)])),
    }),
    course: names.map((name) => ({
      at: Date.parse('2026-11-22T10:00:00Z'),
      what: 'corrected' as const,
      by: name,
      reason: name.repeat(2),
    })),
  }),
);

const nonsense = 'щ'.repeat(4000);
const withNonsense = `csat,team,operators,comments,dialogue,themes,export,export csv,targets,
targets csat 80 team,settings,settings time,settings zone,settings quiet`
  .split(/,\s*/)
  .map((name) => `${name} ${nonsense}`);
const asked = `today,week,month,csat,team,operators,comments,comments all,dialogue,dialogue same,
dialogue long00000000,dialogue long00000003,themes,export,targets,settings,help,start,alerts`
  .split(/,\s*/)
  .concat(withNonsense, `targets ${'a '.repeat(2000)}`, 'a'.repeat(4000));

describe('no answer is longer than a platform takes', () => {
  it.each(asked.map((text) => [text.slice(0, 40), text]))('/%s', async (_name, text) => {
    const desk = await openCommands(dialogues);
    for (const person of [iryna, viktor]) {
      const shown = await desk.types(person, `/${text}`);
      expect(lengthOf(shown)).toBeLessThanOrEqual(MOST);
      expect(shown.text).not.toBe('');
      for (const { label, token } of shown.choices?.flat() ?? []) {
        expect(label.length).toBeLessThanOrEqual(120);
        expect(token?.length ?? 0).toBeLessThanOrEqual(64);
      }
    }
    expect(desk.log).toEqual([]);
  });

  it('nor has a line break or a turn of direction of a name', async () => {
    const desk = await openCommands(dialogues);
    const { text } = await desk.types(iryna, '/operators');
    expect(text).not.toContain('\n\n\n');
    expect(text.replaceAll('\n', ' ')).not.toMatch(/\p{Cc}|\u202E/u);
  });
});
