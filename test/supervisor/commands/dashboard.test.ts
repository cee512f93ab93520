import { describe, expect, it } from 'vitest';
import { aPerson } from '../../access/persons.ts';
import { integrator, iryna, openCommands, viktor } from './asking.ts';

/** Links as the service makes them, for whom they were made. */
function pages(address: string | null = 'https://csat.example.com/dashboard') {
  const offered: string[] = [];
  return {
    offered,
    dashboard: {
      address,
      offer: async (personId: string) => `token${offered.push(personId)}`,
      hasApps: (channel: string) => channel === 'telegram',
    },
  };
}

describe('/dashboard', () => {
  it('gives everybody of the company a link of their own, and opens as an app where the platform can', async () => {
    const { dashboard, offered } = pages();
    const desk = await openCommands([], { dashboard });
    const shown = await desk.types(integrator, '/dashboard');
    expect(shown).toEqual({
      text: 'This link signs you in to the dashboard. It works once, for 5 minutes. Give it to nobody: whoever opens it is signed in as you.',
      choices: [
        [{ label: 'Open in the browser', url: 'https://csat.example.com/dashboard/sign-in/token1' }],
        [{ label: 'Open here', url: 'https://csat.example.com/dashboard/sign-in', opens: 'app' }],
      ],
    });
    await desk.types(iryna, '/dashboard');
    expect(offered).toEqual(['integrator', 'iryna']);
  });

  it('is a link alone where a platform has no apps, in the language of the chat', async () => {
    const { dashboard } = pages();
    const onViber = aPerson({ id: 'v', language: 'uk', chats: [{ channel: 'viber', clientId: 'v==' }] });
    const desk = await openCommands([], { dashboard }, [onViber]);
    const shown = await desk.types(onViber, '/dashboard');
    expect(shown.text).toMatch(/^За цим посиланням ви увійдете на панель\. .* протягом 5 хвилин\./);
    expect(shown.choices?.flat().map(({ label }) => label)).toEqual(['Відкрити в браузері']);
  });

  it('is asked for in a private chat', async () => {
    const { dashboard, offered } = pages();
    const group = aPerson({ id: 'g', kind: 'group', chats: [{ channel: 'telegram', clientId: '-100' }] });
    const desk = await openCommands([], { dashboard }, [group]);
    const shown = await desk.types(group, '/dashboard', { actor: { id: '1', name: 'Iryna' } });
    expect(shown).toEqual({
      text: 'A link to the dashboard signs in one person, so I send it in a private chat alone. Please write /dashboard to me there.',
    });
    expect(offered).toEqual([]);
  });

  it('says what an administrator must set where there is no address', async () => {
    const { dashboard, offered } = pages(null);
    const desk = await openCommands([], { dashboard });
    expect((await desk.types(iryna, '/dashboard')).text).toMatch(/ has to set PUBLIC_URL, /);
    expect((await desk.types(viktor, '/dashboard')).text).toContain('PUBLIC_URL');
    expect(offered).toEqual([]);
  });
});
