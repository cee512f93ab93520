import { describe, expect, it } from 'vitest';
import { clients, startTestService, type TestService } from '../../support/service.ts';
import { refused } from './client/refused.ts';

const day = { from: '2026-11-22', to: '2026-11-22' };

/** Dialogues whose client answered with these texts. */
async function answered(texts: readonly string[]): Promise<TestService> {
  const service = await startTestService();
  for (const text of texts) {
    await service.report();
    await service.simulator.telegram.say(clients.telegram.en, text);
    await service.settle();
  }
  return service;
}

describe('GET /api/v1/statistics', () => {
  it('gives the figures of a period, of the one before, and by operator', async () => {
    const service = await startTestService();
    for (const [operator, rating] of [
      ['Anna', '5'],
      ['Petro', '1'],
    ] as const) {
      await service.report({ operator, tags: operator === 'Anna' ? ['VIP', 'refund'] : [] });
      await service.simulator.telegram.say(clients.telegram.en, rating);
      await service.settle();
      await service.simulator.telegram.tap(clients.telegram.en, 'Skip');
      await service.settle();
    }
    const { period } = service.client.statistics;
    const figures = await period({ ...day, by: 'operator' });
    expect(figures).toMatchObject({
      zone: 'UTC',
      summary: {
        completed: 2,
        surveys: 2,
        surveyPercentage: 1,
        scales: [{ averageCsat: 3, csatPercent: 0.5, cdsat: 0.5 }],
      },
      before: { from: '2026-11-21', to: '2026-11-21', summary: { completed: 0, surveyPercentage: null } },
    });
    expect(figures.by.operator?.map(({ name }) => name)).toEqual(['Anna', 'Petro']);
    const narrowed = await period({ ...day, operator: 'Anna' });
    expect(narrowed.summary.scales[0]?.averageCsat).toBe(5);

    const version = (await service.rows())[0]?.scenarioVersion ?? '';
    const range = 'from=2026-11-22&to=2026-11-22';
    const completed = async (filter: string) =>
      (await service.api('GET', `/statistics?${range}&${filter}`)).body.summary.completed;
    expect(await completed('operator=anna&operator=PETRO&operator=')).toBe(2);
    expect(await completed('rating=1&rating=4')).toBe(1);
    expect(await completed('rating=1&operator=Anna')).toBe(0);
    expect(await completed('tag=%20VIP&tag=other')).toBe(1);
    expect(await completed('tag=vip')).toBe(0);
    expect(await completed(`version=${version}`)).toBe(2);
    expect(await completed("version=x'%20OR%201=1--&tag=%24ne&rating=5")).toBe(0);
    const listed = await service.api('GET', `/dialogues?${range}&rating=5&tag=refund&version=${version}`);
    expect(listed.body.dialogues).toMatchObject([{ operator: 'Anna', rating: 5 }]);
    const comments = await service.api('GET', `/statistics/comments?${range}&rating=5`);
    expect(comments.body.comments).toEqual([]);
    const { total } = await service.app.statistics.funnel({ from: '2026-11-22', to: '2026-11-22' });
    expect(total.steps.map(({ step, count }) => `${step} ${count}`)).toEqual([
      'completed 2',
      'asked 2',
      'delivered 2',
      'rated 2',
      'commented 0',
      'finished 2',
    ]);
  });

  it('refuses a filter that means nothing', async () => {
    const service = await startTestService();
    for (const [filter, path, message] of [
      ['rating=five', 'rating', '"five" is not a rating; write a number such as 4'],
      ['rating=5&rating=1e3', 'rating', '"1e3" is not a rating'],
      ['tag=a&'.repeat(101), 'tag', 'is given 101 times; give it 100 times at most'],
    ] as const) {
      const { status, body } = await service.api(
        'GET',
        `/statistics?from=2026-11-22&to=2026-11-22&${filter}`,
      );
      expect([status, body.error.faults[0].path]).toEqual([400, path]);
      expect(body.error.faults[0].message).toContain(message);
    }
  });

  it('gives the figures of each day, and the comments with the lowest rating first', async () => {
    const { client } = await answered(['5, fine', '1, bad']);
    const { daily, comments } = client.statistics;
    const { days } = await daily({ from: '2026-11-21', to: '2026-11-22' });
    expect(days.map((one) => [one.day, one.summary.surveys])).toEqual([
      ['2026-11-21', null],
      ['2026-11-22', 2],
    ]);
    expect((await comments({ ...day, limit: 1 })).comments).toMatchObject([
      { rating: 1, comment: 'bad', channel: 'telegram' },
    ]);
    expect((await refused(daily({ from: '2026-11-22', to: '2028-11-22' }))).status).toBe(400);
  });

  it('counts disputed ratings unless asked not to, and says which it is', async () => {
    const service = await answered(['5, fine', '1, bad']);
    const { client, store } = service;
    const low = (await service.rows()).find(({ rating }) => rating === 1);
    if (low) await store.saveDialogue({ ...low, disputed: true }, { before: low });
    for (const [query, disputed, average, count] of [
      [{}, { count: 1, included: true }, 3, 2],
      [{ disputed: 'with' }, { count: 1, included: true }, 3, 2],
      [{ disputed: 'without' }, { count: 1, included: false }, 5, 1],
    ] as const) {
      const wanted = { ...day, ...query };
      const figures = await client.statistics.period(wanted);
      expect([figures.disputed, figures.summary.scales[0]?.averageCsat]).toEqual([disputed, average]);
      const daily = await client.statistics.daily(wanted);
      expect([daily.disputed, daily.days[0]?.summary.scales[0]?.averageCsat]).toEqual([disputed, average]);
      const listed = await client.statistics.comments(wanted);
      expect([listed.disputed, listed.comments]).toMatchObject([disputed, { length: count }]);
    }
    const list = async (disputed: 'only' | 'without') =>
      (await client.dialogues.list({ disputed })).dialogues.map((one) => [one.rating, one.disputed]);
    expect(await list('only')).toEqual([[1, true]]);
    expect(await list('without')).toEqual([[5, false]]);
    expect((await refused(client.statistics.period({ ...day, disputed: 'maybe' as never }))).status).toBe(
      400,
    );
  });

  it('refuses what is no period or dimension, with a reason', async () => {
    const service = await startTestService();
    for (const query of [
      '',
      '?from=2026-11-31&to=2026-12-01',
      '?from=2026-11-22&to=2026-11-21',
      '?from=2026-11-22&to=2026-11-22&by=mood',
    ]) {
      const { status, body } = await service.api('GET', `/statistics${query}`);
      expect([query, status, body.error.code]).toEqual([query, 400, 'invalid_request']);
      expect(body.error.faults[0].message).not.toBe('');
    }
  });
});
