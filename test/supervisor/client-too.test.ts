import { describe, expect, it } from 'vitest';
import { botTexts, keyboardOf, startTestService, supervisors } from '../support/service.ts';

const clientId = supervisors.viber;

describe('a supervisor who is a client as well', () => {
  it('gets the waiting question’s buttons again after a digest on Viber', async () => {
    const service = await startTestService();
    const { viber } = service.simulator;
    await service.report({ channel: 'viber', clientId });
    await service.client.digests.send({ day: 'today' });
    expect(botTexts(viber.chat(clientId)).at(-2)).toMatch(/^CSAT so far today/);
    expect(botTexts(viber.chat(clientId)).at(-1)).toBe('Please rate the quality of service');
    expect(keyboardOf(viber, clientId)).toContain('⭐⭐⭐⭐⭐');
  });

  it('is not asked anything after a digest when no question waits', async () => {
    const service = await startTestService();
    await service.client.digests.send({ day: 'today' });
    expect(botTexts(service.simulator.viber.chat(clientId))).toHaveLength(1);
  });
});
