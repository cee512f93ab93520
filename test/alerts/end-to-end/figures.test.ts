import { expect, it } from 'vitest';
import { clients, MINUTE } from '../../support/service.ts';
import { type Newcomer, olena, openCompany, vira } from './company.ts';

const day = '2026-11-22';
const cards: Newcomer = { ...vira, teams: ['cards'] };

it('how low ratings were handled is shown in chat, to each what is theirs, and over the API', async () => {
  const { rated, tap, pass, say, texts, service } = await openCompany({ newcomers: [olena, cards] });
  await say('telegram', '701', '/alerts');
  await expect.poll(() => texts('telegram', '701').at(-1)).toBe('No low rating is waiting for anybody.');

  await rated(1, { team: 'Cards', externalId: 'T-1' });
  await pass(4 * MINUTE);
  await tap('telegram', '701', 'I take it');
  await pass(86 * MINUTE);
  await tap('telegram', '701', 'Resolved');
  await tap('telegram', '701', 'Without a note');
  await rated(2, { team: 'Loans', externalId: 'T-2', clientId: clients.telegram.uk });
  await pass(16 * MINUTE);

  await say('telegram', '701', '/alerts');
  await expect
    .poll(() => texts('telegram', '701').at(-1))
    .toMatch(/^Low ratings that are waiting\n• .*T-2\n/);
  expect(texts('telegram', '701').at(-1)?.split('\n\n')[1]).toBe(
    [
      'Low ratings in the last 30 days: 2',
      'Time until one is taken: 4 minutes (median)',
      'Time until one is resolved: 1 hour 30 minutes (median)',
      'Share taken in time: 50% of 2 ratings',
    ].join('\n'),
  );
  await say('viber', 'vira==', '/alerts');
  await expect
    .poll(() => texts('viber', 'vira==').at(-1))
    .toMatch(/^No low rating is waiting for anybody\.\n\nLow ratings in the last 30 days: 1\n/);

  const { alerts } = service.client.statistics;
  expect(await alerts({ from: day, to: day })).toEqual({
    zone: 'UTC',
    from: day,
    to: day,
    alerts: 2,
    withdrawn: 0,
    open: 1,
    taken: 0,
    takenInTime: { share: 0.5, of: 2 },
    byCause: { operator: 1, product: 0, process: 0, policy: 0 },
    seconds: { timeToTake: 240, timeToResolve: 5_400 },
  });
  const loans = await alerts({ from: day, to: day, team: 'LOANS' });
  expect(loans).toMatchObject({ alerts: 1, open: 1, seconds: { timeToTake: null } });
  await expect(alerts({ from: day, to: 'yesterday' })).rejects.toMatchObject({ status: 400 });
  expect((await service.api('GET', `/statistics/alerts?from=${day}&to=${day}&by=team`)).status).toBe(400);
});
