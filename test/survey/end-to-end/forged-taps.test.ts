import { describe, expect, it } from 'vitest';
import { botTexts, clients, DAY, startTestService } from '../../support/service.ts';

const CLOSED = 'This survey is already closed. Thank you!';
const { en, uk } = clients.telegram;

describe('a tap that must not count', () => {
  it('by another client is told that the survey is closed', async () => {
    const service = await startTestService();
    const { telegram } = service.simulator;
    const { body } = await service.report();
    await telegram.forgeTap(uk, `${body.dialogue.id}:rate:1`);
    await expect.poll(() => telegram.chat(uk).toast).toBe('Це опитування вже завершено. Дякуємо!');
    expect(await service.rows()).toMatchObject([{ rating: null, outcome: 'open' }]);
  });

  it('by a client of the same id on another channel does nothing', async () => {
    const service = await startTestService();
    const { telegram, viber } = service.simulator;
    viber.addClient({ clientId: en, name: 'Same id', locale: 'en' });
    const { body } = await service.report();
    await viber.forgeTap(en, `#tap:${body.dialogue.id}:rate:1`);
    expect(await service.rows()).toMatchObject([{ rating: null }]);
    await telegram.tap(en, '⭐⭐⭐⭐');
    expect(await service.rows()).toMatchObject([{ rating: 4 }]);
  });

  it('after the expiry on Viber is told that the survey is closed', async () => {
    const service = await startTestService();
    const { viber } = service.simulator;
    await service.report({ channel: 'viber', clientId: clients.viber.en });
    service.clock.set(DAY);
    await viber.tap(clients.viber.en, '⭐⭐⭐⭐');
    await expect.poll(() => botTexts(viber.chat(clients.viber.en)).at(-1)).toBe(CLOSED);
    expect(await service.rows()).toMatchObject([{ rating: null }]);
  });

  it('after the expiry is told that the survey is closed, also before anybody swept', async () => {
    const service = await startTestService();
    const { telegram } = service.simulator;
    await service.report();
    service.clock.set(DAY);
    await telegram.tap(en, '⭐⭐⭐⭐');
    await expect.poll(() => telegram.chat(en).toast).toBe(CLOSED);
    expect(await service.rows()).toMatchObject([{ rating: null }]);
  });

  it.each([
    ['outside its scale', (id: string) => `${id}:rate:6`],
    ['of a block that does not ask', (id: string) => `${id}:thanks:1`],
    ['of no such block', (id: string) => `${id}:constructor:1`],
    ['of no such dialogue', () => 'zzzzzzzzzzzz:rate:5'],
    ['that is no token', () => '💥'],
    ['that is a prototype', () => '__proto__'],
    ['that is oversized', (id: string) => `${id}:rate:${'5'.repeat(5000)}`],
    ['that is empty', () => ''],
  ])('%s changes nothing and is answered', async (_name, data) => {
    const service = await startTestService();
    const { telegram, viber } = service.simulator;
    const { body } = await service.report();
    expect(await telegram.forgeTap(en, data(body.dialogue.id))).toBe(200);
    const { body: onViber } = await service.report({ channel: 'viber', clientId: clients.viber.en });
    expect(await viber.forgeTap(clients.viber.en, `#tap:${data(onViber.dialogue.id)}`)).toBe(200);
    for (const row of await service.rows()) expect(row).toMatchObject({ rating: null, comment: null });
  });
});
