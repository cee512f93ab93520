import { describe, expect, it } from 'vitest';
import { clients, startTestService } from '../../support/service.ts';

describe('GET /api/v1/statistics', () => {
  it('gives the figures of a period, of the one before, and by operator', async () => {
    const service = await startTestService();
    for (const [operator, rating] of [
      ['Anna', '5'],
      ['Petro', '1'],
    ] as const) {
      await service.report({ operator });
      await service.simulator.telegram.say(clients.telegram.en, rating);
      await service.settle();
      await service.simulator.telegram.tap(clients.telegram.en, 'Skip');
      await service.settle();
    }
    const { body } = await service.api('GET', '/statistics?from=2026-11-22&to=2026-11-22&by=operator');
    expect(body).toMatchObject({
      zone: 'UTC',
      summary: {
        completed: 2,
        surveys: 2,
        surveyPercentage: 1,
        scales: [{ averageCsat: 3, csatPercent: 0.5, cdsat: 0.5 }],
      },
      before: { from: '2026-11-21', to: '2026-11-21', summary: { completed: 0, surveyPercentage: null } },
    });
    expect(body.by.operator.map(({ name }: { name: string }) => name)).toEqual(['Anna', 'Petro']);
    const narrowed = await service.api('GET', '/statistics?from=2026-11-22&to=2026-11-22&operator=Anna');
    expect(narrowed.body.summary.scales[0].averageCsat).toBe(5);
  });

  it('gives the figures of each day, and the comments with the lowest rating first', async () => {
    const service = await startTestService();
    for (const text of ['5, fine', '1, bad']) {
      await service.report();
      await service.simulator.telegram.say(clients.telegram.en, text);
      await service.settle();
    }
    const { body } = await service.api('GET', '/statistics/daily?from=2026-11-21&to=2026-11-22');
    const shown = body.days.map(({ day, summary }: { day: string; summary: { surveys: number } }) => [
      day,
      summary.surveys,
    ]);
    expect(shown).toEqual([
      ['2026-11-21', null],
      ['2026-11-22', 2],
    ]);
    const comments = await service.api('GET', '/statistics/comments?from=2026-11-22&to=2026-11-22&limit=1');
    expect(comments.body.comments).toMatchObject([{ rating: 1, comment: 'bad', channel: 'telegram' }]);
    expect((await service.api('GET', '/statistics/daily?from=2026-11-22&to=2028-11-22')).status).toBe(400);
  });

  it('counts disputed ratings unless asked not to, and says which it is', async () => {
    const service = await startTestService();
    for (const text of ['5, fine', '1, bad']) {
      await service.report();
      await service.simulator.telegram.say(clients.telegram.en, text);
      await service.settle();
    }
    const low = (await service.rows()).find(({ rating }) => rating === 1);
    if (low) await service.store.saveDialogue({ ...low, disputed: true }, { before: low });
    const day = 'from=2026-11-22&to=2026-11-22';
    for (const [query, disputed, average, comments] of [
      ['', { count: 1, included: true }, 3, 2],
      ['&disputed=with', { count: 1, included: true }, 3, 2],
      ['&disputed=without', { count: 1, included: false }, 5, 1],
    ] as const) {
      const { body } = await service.api('GET', `/statistics?${day}${query}`);
      expect([body.disputed, body.summary.scales[0].averageCsat]).toEqual([disputed, average]);
      const daily = await service.api('GET', `/statistics/daily?${day}${query}`);
      expect([daily.body.disputed, daily.body.days[0].summary.scales[0].averageCsat]).toEqual([
        disputed,
        average,
      ]);
      const listed = await service.api('GET', `/statistics/comments?${day}${query}`);
      expect([listed.body.disputed, listed.body.comments]).toMatchObject([disputed, { length: comments }]);
    }
    const list = async (query: string) =>
      (await service.api('GET', `/dialogues?disputed=${query}`)).body.dialogues.map(
        ({ rating, disputed }: { rating: number; disputed: boolean }) => [rating, disputed],
      );
    expect(await list('only')).toEqual([[1, true]]);
    expect(await list('without')).toEqual([[5, false]]);
    expect((await service.api('GET', `/statistics?${day}&disputed=maybe`)).status).toBe(400);
  });

  it.each([
    '',
    '?from=2026-11-31&to=2026-12-01',
    '?from=2026-11-22&to=2026-11-21',
    '?from=2026-11-22&to=2026-11-22&by=mood',
  ])('refuses "%s" with a reason', async (query) => {
    const service = await startTestService();
    const { status, body } = await service.api('GET', `/statistics${query}`);
    expect([status, body.error.code]).toEqual([400, 'invalid_request']);
    expect(body.error.faults[0].message).not.toBe('');
  });
});
