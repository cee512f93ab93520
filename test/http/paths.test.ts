import { describe, expect, it } from 'vitest';
import { startTestService } from '../support/service.ts';

describe('the server', () => {
  it('answers in one shape where nothing is', async () => {
    const service = await startTestService();
    for (const path of ['/nothing', '/webhooks/icq', '/api/v2/dialogues']) {
      const response = await fetch(`${service.url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${service.apiKey}` },
      });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: { code: 'not_found' } });
    }
  });

  it('sends a person to the page', async () => {
    const service = await startTestService();
    const response = await fetch(service.url, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/simulator/']);
  });
});
