import { describe, expect, it, vi } from 'vitest';
import type { SimulatedMessage } from '../../../simulator/platform.ts';
import { clients, DAY } from '../../support/service.ts';
import { type Company, type Newcomer, olena, openCompany, vira } from './company.ts';

const facts = { operator: 'Anna', team: 'Cards', externalId: 'T-1' };
const anna: Newcomer = {
  id: 'anna',
  name: 'Anna K',
  role: 'operator',
  operators: ['anna'],
  channel: 'telegram',
  clientId: '703',
};
const day = '2026-11-22';

describe('a dispute in the running service', () => {
  it('is opened by the operator, decided by somebody else, and kept with both reasons', async () => {
    const company = await openCompany({ newcomers: [olena, vira, anna] });
    const { rated, say, tap, texts, service } = company;
    await rated(1, facts);
    await rated(5, { ...facts, externalId: 'T-2', clientId: clients.telegram.uk });
    await say('telegram', '703', '/dialogue T-1');
    await tap('telegram', '703', 'Dispute');
    await reply(company, '703', 'The bank was down');
    expect(texts('telegram', '703').at(-1)).toBe(
      'The rating is disputed. You will be told here how it was decided.',
    );
    const shown =
      /^Dispute of a rating\n1 of 5 · Anna · Cards\nDialogue T-1\n(.*\n)?Disputed by Anna K: The bank was down\n/;
    expect(texts('telegram', '701').at(-1)).toMatch(shown);
    expect(texts('viber', 'vira==').at(-1)).toMatch(shown);

    // An open dispute counts as one at once.
    expect(await csat(company, 'without')).toMatchObject({ count: 1, included: false, ratings: 1, csat: 1 });
    expect(await csat(company, 'with')).toMatchObject({ count: 1, included: true, ratings: 2, csat: 0.5 });

    await tap('telegram', '701', 'Upheld');
    await reply(company, '701', 'It was the bank');
    await expect
      .poll(() => texts('telegram', '703').at(-1))
      .toMatch(/^Your dispute was decided\n[^]*Upheld\. Olena: It was the bank$/);
    expect(texts('viber', 'vira==').at(-1)).toMatch(/Upheld\. Olena: It was the bank$/);
    const { disputes } = await service.client.disputes.list();
    expect(disputes).toMatchObject([
      {
        state: 'upheld',
        externalId: 'T-1',
        rating: 1,
        entries: [
          { by: 'Anna K', what: 'raised', reason: 'The bank was down' },
          { by: 'Olena', what: 'upheld', reason: 'It was the bank' },
        ],
      },
    ]);
    expect(await csat(company, 'with')).toMatchObject({ included: true, ratings: 2 });
    expect(await csat(company, 'without')).toMatchObject({ included: false, ratings: 1 });
  });

  it('is not decided by who raised it, also where a supervisor did from the alert', async () => {
    const petro: Newcomer = { id: 'petro', name: 'Petro', channel: 'telegram', clientId: '704' };
    const company = await openCompany({ newcomers: [olena, petro] });
    const { rated, tap, told, platform, settle, texts } = company;
    await rated(1, facts);
    await tap('telegram', '701', 'Dispute');
    await reply(company, '701', 'Another chat was meant');
    expect(texts('telegram', '701').join('\n')).not.toContain('Dispute of a rating');
    const shown = told('telegram', '704').at(-1);
    expect(shown?.text).toContain('Disputed by Olena: Another chat was meant');
    const upheld = shown?.keyboard.flat().find(({ label }) => label === 'Upheld');
    await platform('telegram').forgeTap('701', upheld?.data ?? '');
    await settle();
    await expect
      .poll(() => platform('telegram').chat('701').toast)
      .toBe('You raised this dispute, so somebody else decides it.');
  });

  it('of another’s rating is refused to an operator, who does not even see the dialogue', async () => {
    const { rated, say, texts } = await openCompany({ newcomers: [olena, anna] });
    await rated(1, { ...facts, operator: 'Boris' });
    await say('telegram', '703', '/dialogue T-1');
    expect(texts('telegram', '703').join('\n')).not.toMatch(/Boris|Cards/);
  });

  it('of another operator’s rating moves it in the figures', async () => {
    const company = await openCompany({ newcomers: [olena, anna] });
    const { rated, say, tap, service } = company;
    await rated(1, facts);
    await say('telegram', '703', '/dialogue T-1');
    await tap('telegram', '703', 'Dispute');
    await reply(company, '703', 'Boris led it');
    await tap('telegram', '701', 'Another operator');
    await reply(company, '701', 'Boris: he took over the chat');
    const { by } = await service.client.figures.period({ from: day, to: day, by: 'operator' });
    expect(by.operator).toMatchObject([{ name: 'Boris', summary: { answered: 1, disputed: 0 } }]);
  });
});

describe('praise in the running service', () => {
  it('reaches the chat of the operator once, and nobody else’s', async () => {
    const { rated, say, texts } = await openCompany({ newcomers: [olena, anna] });
    await rated(5, { ...facts, operator: 'ANNA' });
    expect(texts('telegram', '703')).toEqual([]);
    await say('telegram', clients.telegram.en, 'You saved my <day>');
    expect(texts('telegram', '703')).toEqual([
      'A client thanks you: 5 of 5\n“You saved my <day>”\nDialogue: T-1',
    ]);
    expect(texts('telegram', '701')).toEqual([]);
  });
});

describe('a target in the running service', () => {
  it('that is crossed is said once, and again only after it was crossed back', async () => {
    const company = await openCompany({ newcomers: [olena], environment: { CSAT_TARGET: '60' } });
    const { rated, texts, service, settle } = company;
    let n = 0;
    /** A day with these ratings, and the digest of the next morning. */
    const live = async (...ratings: number[]): Promise<string> => {
      for (const stars of ratings) {
        const clientId = String(8_000 + n++);
        service.simulator.telegram.addClient({ clientId, name: 'Somebody', locale: 'en' });
        await service.simulator.telegram.open(clientId);
        await rated(stars, { clientId, externalId: `D-${n}` });
      }
      const before = texts('telegram', '701').length;
      service.clock.set(DAY);
      await service.app.digests.enqueueDue();
      await settle();
      return texts('telegram', '701').slice(before).join('\n');
    };
    const crossing = /now missed|met again/;
    expect(await live(5, 5, 1)).not.toMatch(crossing);
    expect(await live(1, 1)).toMatch(/^Target 60%: 40% over 30 days, now missed$/m);
    expect(await live(1)).not.toMatch(crossing);
    expect(await live(5, 5, 5, 5, 5)).toMatch(/^Target 60%: 64% over 30 days, met again$/m);
    expect(await live(5)).not.toMatch(crossing);
  });
});

/** Writes what the bot asked for last, and waits for its answer. */
async function reply({ say, platform, pass }: Company, clientId: string, text: string): Promise<void> {
  const messages = (): SimulatedMessage[] => platform('telegram').chat(clientId).messages;
  await vi.waitUntil(() => messages().at(-1)?.opensReply);
  await say('telegram', clientId, text, messages().at(-1)?.id);
  await vi.waitUntil(() => messages().at(-1)?.from === 'bot');
  // The others are told once the ledger is surely written.
  await pass(2_000);
}

async function csat({ service }: Company, disputed: 'with' | 'without') {
  const figures = await service.client.figures.period({ from: day, to: day, disputed });
  const [scale] = figures.summary.scales;
  return { ...figures.disputed, ratings: scale?.ratings, csat: scale?.csatPercent };
}
