import { describe, expect, it } from 'vitest';
import { aSurvey } from '../support/dialogues.ts';
import { asked, at, audited, packed, version } from './packed.ts';

const voided = { at: at(21).getTime(), by: 'Ірина', reason: 'a test' };

describe('the changes in a pack', () => {
  it('are edits, corrections, voids and disputes, with who did what, when and why', async () => {
    const t = at(20).getTime();
    const edits = [
      { at: t + 1000, variable: 'quality_answer', before: 1 },
      { at: t + 2000, variable: 'quality_answer', before: 3 },
      { at: t + 3000, variable: 'quality_comment', before: null },
    ];
    const variables = { quality_answer: 5, quality_comment: 'fine' };
    const one = await audited([
      asked('d', 'en', {
        rating: 5,
        comment: 'fine',
        survey: aSurvey({ version, variables, edits }),
        operator: 'Olena',
        tags: ['vip'],
        voided,
        disputed: true,
        course: [
          { at: t + 4000, what: 'corrected', by: 'api', before: { operator: 'Olna', tags: [] } },
          { at: t + 5000, what: 'voided', by: 'Ірина', reason: 'a test' },
          { at: t + 6000, what: 'disputed', by: 'Olena', reason: 'not mine' },
          { at: t + 7000, what: 'dispute_decided', by: 'Petro', reason: 'read it', verdict: 'upheld' },
          { at: t + 9000, what: 'disputed', by: 'Nobody', reason: 'of whom the ledger knows nothing' },
        ],
      }),
    ]);
    const facts = {
      id: 'd',
      externalId: 'd',
      channel: 'telegram',
      scenario: 'csat',
      topic: null,
      scale: '1-5',
    };
    const place = { channel: 'telegram', clientId: '1' };
    const raised = {
      at: t + 6000,
      who: { id: 'p1', name: 'Olena' },
      what: 'raised',
      why: 'not mine',
    } as const;
    await one.ledger.open(
      1,
      { dialogue: { ...facts, operator: 'Olena', team: null, rating: 5 }, place },
      raised,
    );
    const dispute = await one.ledger.find('d.1');
    if (!dispute) throw new Error('no dispute');
    const decided = {
      at: t + 7000,
      who: { id: 'p2', name: 'Petro' },
      what: 'upheld',
      why: 'read it',
    } as const;
    await one.ledger.add(dispute, decided);

    const { rows, page } = await packed(one);
    const short = rows('changes.csv').map(
      ({ what, by, byId, field, before, after, reason, verdict, dispute: of }) =>
        [what, by, byId, field, before, after, reason, verdict, of].join('|'),
    );
    expect(short).toEqual([
      'answer_changed|client||quality_answer|1|3|||',
      'answer_changed|client||quality_answer|3|5|||',
      'answer_changed|client||quality_comment|||||',
      'corrected|api||operator|Olna|Olena|||',
      'corrected|api||tags||vip|||',
      'voided|Ірина|||||a test||',
      'disputed|Olena|p1||||not mine||d.1',
      'dispute_decided|Petro|p2||||read it|upheld|d.1',
      'disputed|Nobody|||||of whom the ledger knows nothing||missing',
    ]);
    expect(page).toContain('Dispute decided: upheld');
    expect(page).toContain('rating: 1 → 3');
    expect(page).toContain('comment: other words');
    expect(page).toContain('The ledger of disputes does not have this.');
  });
});
