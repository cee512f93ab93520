import { describe, expect, it } from 'vitest';
import { clients } from '../../support/service.ts';
import { type Company, olena, openCompany, vira } from './company.ts';

const facts = { operator: 'Anna', externalId: 'T-1' };
const letter = 'The fee is paid back.\n\n— Olena\n\nTo answer, reply to this message.';

describe.each(['telegram', 'viber'] as const)('a letter to a client on %s', (channel) => {
  const clientId = clients[channel].en;
  const last = (company: Company): string =>
    company
      .platform(channel)
      .chat(clientId)
      .messages.findLast(({ from }) => from === 'bot')?.id ?? '';

  it('is signed, and only what replies to it comes back to its writer', async () => {
    const company = await openCompany({ newcomers: [olena, vira] });
    const { texts, say } = company;
    await company.rated(1, { ...facts, channel });
    await say(channel, clientId, 'The fee');
    await write(company, 'The fee is paid back.');
    expect(texts(channel, clientId).at(-1)).toBe(letter);
    expect(texts('telegram', '701')[0]).toMatch(/\nTaken by Olena, .*\nOlena wrote to the client, /);

    await say(channel, clientId, 'Thank you *so* much', last(company));
    const brought = texts('telegram', '701').filter((text) => text.includes('Thank you'));
    expect(brought).toHaveLength(1);
    expect(brought[0]).toMatch(/^Reply from (Emily Carter|James Miller)\n“Thank you \*so\* much”/);
    expect(texts('viber', 'vira==').join()).not.toContain('Thank you');
    // It is no answer of the survey.
    expect((await company.service.rows())[0]).toMatchObject({ rating: 1, comment: 'The fee' });
  });
});

it('leaves what else the client writes to the client’s rules', async () => {
  const company = await openCompany({ newcomers: [olena, vira] });
  const { texts, say } = company;
  await company.rated(1, facts);
  await write(company, 'The fee is paid back.');
  await say('telegram', clients.telegram.en, 'Nobody answered me', '');
  expect((await company.service.rows())[0]).toMatchObject({ comment: 'Nobody answered me' });
  expect(texts('telegram', '701').filter((text) => text.startsWith('Reply from'))).toEqual([]);
});

it('a letter that the client cannot get any more is told to its writer', async () => {
  const company = await openCompany({ newcomers: [olena] });
  await company.rated(1, facts);
  await company.platform('telegram').block(clients.telegram.en);
  await write(company, 'Sorry');
  expect(company.texts('telegram', '701').at(-1)).toMatch(
    /^Olena, your message to Emily Carter could not be delivered: the client blocked the bot or left\./,
  );
});

it('what a supervisor writes without replying to the bot goes to nobody', async () => {
  const company = await openCompany({ newcomers: [olena] });
  await company.rated(1, facts);
  await company.tap('telegram', '701', 'Write to the client');
  await company.say('telegram', '701', 'Just thinking aloud', '');
  expect(company.texts('telegram', clients.telegram.en).join()).not.toContain('thinking');
});

async function write({ tap, say, platform }: Company, text: string): Promise<void> {
  await tap('telegram', '701', 'Write to the client');
  const prompt = platform('telegram')
    .chat('701')
    .messages.findLast(({ from }) => from === 'bot');
  await say('telegram', '701', text, prompt?.id);
}
