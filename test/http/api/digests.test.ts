import { describe, expect, it } from 'vitest';
import { clients, digestTexts, startTestService, supervisors } from '../../support/service.ts';
import { refused } from './client/refused.ts';

describe('POST /api/v1/digests', () => {
  it('sends the digest of today so far to every supervisor, on each channel', async () => {
    const service = await startTestService();
    await service.report();
    await service.simulator.telegram.say(clients.telegram.en, '5');
    await service.settle();
    const { sent } = await service.client.digests.send({ day: 'today' });
    expect(sent).toEqual([
      { supervisor: `telegram:${supervisors.telegram}`, ok: true },
      { supervisor: `viber:${supervisors.viber}`, ok: true },
    ]);
    const [digest] = digestTexts(service.simulator.telegram.chat(supervisors.telegram));
    expect(digest).toMatch(/^CSAT so far today: Sun, Nov 22 \(UTC\)\nCSAT: 100% .*\nAverage CSAT: 5\.0 of 5/);
  });

  it('says who could not be reached, and refuses a day that is none', async () => {
    const service = await startTestService();
    await service.simulator.viber.block(supervisors.viber);
    const { sent } = await service.client.digests.send({ day: 'yesterday' });
    expect(sent.map(({ ok }) => ok)).toEqual([true, false]);
    const { status, faults } = await refused(service.client.digests.send({ day: 'someday' }));
    expect([status, faults]).toMatchObject([400, [{ path: 'day' }]]);
  });
});
