import { expect, it } from 'vitest';
import { openDashboard } from './fixture.ts';

const MINUTE = 60_000;

it('a link that is used or too old says so in the language of whoever it was for', async () => {
  const { browser, sessions, clock, people } = await openDashboard();
  await people.change('taras', (person) => ({ ...person, language: 'uk' }));
  const [spent, old] = [await sessions.offer('taras'), await sessions.offer('taras')];
  await browser().post(`/dashboard/sign-in/${spent}`);
  expect((await browser().get(`/dashboard/sign-in/${spent}`)).body).toContain(
    'Це посилання вже використано.',
  );
  clock.set(5 * MINUTE);
  for (const ask of [browser().get, browser().post]) {
    const { statusCode, body } = await ask(`/dashboard/sign-in/${old}`);
    expect(statusCode).toBe(410);
    expect(body).toContain('Посилання діє п’ять хвилин, і цей час уже минув.');
  }
  const asked = browser();
  await asked.post('/dashboard/appearance', { form: { language: 'en' } });
  expect((await asked.get(`/dashboard/sign-in/${old}`)).body).toContain('older than five minutes');
});

it('a link that was lengthened is no valid link, as one that was cut', async () => {
  const { browser, sessions } = await openDashboard();
  const token = await sessions.offer('olena');
  for (const changed of [token.slice(1), `${token}x`, 'x'.repeat(300)]) {
    for (const ask of [browser().get, browser().post]) {
      const { statusCode, body } = await ask(`/dashboard/sign-in/${changed}`);
      expect([changed, statusCode]).toEqual([changed, 404]);
      expect(body).toContain('This is no valid link.');
    }
  }
});
