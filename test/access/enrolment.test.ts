import { describe, expect, it } from 'vitest';
import type { Chat } from '../../src/access/chat.ts';
import { createEnrolment } from '../../src/access/enrolment.ts';
import { createInvitations } from '../../src/access/invitations.ts';
import type { Person } from '../../src/access/person.ts';
import type { ClientEvent } from '../../src/channel.ts';
import { add, keptPeople } from './stored.ts';

const DAY = 86_400_000;

async function invited(rest: Partial<Person> = {}, channel = 'telegram') {
  const kept = await keptPeople();
  const { store, clock, people, log } = kept;
  const invitations = createInvitations({ store, clock });
  const enrolled: Chat[] = [];
  const enrolment = createEnrolment({
    people,
    invitations,
    language: 'en',
    at: '09:00',
    zone: 'Europe/Kyiv',
    log,
    onEnrolled: (_person, chat) => void enrolled.push(chat),
  });
  await add(people, { id: 'p', chats: [], ...rest });
  const link = async (personId = 'p'): Promise<string> => {
    const expiresAt = new Date(clock.now().getTime() + DAY);
    return (await invitations.create({ personId, channels: [channel], expiresAt })).get(channel) ?? '';
  };
  const open = async (payload: string | undefined, clientId = '1', event: object = {}) =>
    (
      await enrolment.take({
        kind: 'start',
        id: 'e',
        channel,
        chat: 'private',
        clientId,
        at: clock.now(),
        ...(payload !== undefined && { payload }),
        ...event,
      } as ClientEvent)
    )?.text ?? null;
  return { ...kept, open, link, enrolled, payload: await link() };
}

const invalid = 'This link is no longer valid. Please ask whoever gave it to you for a new one.';

describe('who opens the link of an invitation', () => {
  it('is enrolled and told in their own language what comes there', async () => {
    const { open, payload, people, enrolled } = await invited();
    expect(await open(payload, '1', { profile: { locale: 'uk-UA' } })).toBe(
      [
        'Вітаємо, Olena! Ваша роль тут: супервізор.',
        'У цей чат щодня надходитиме дайджест CSAT за вчорашній день. Час: 09:00 (Europe/Kyiv).',
        'Про низькі оцінки повідомлятимемо тут одразу.',
        '/help підкаже, про що можна запитати, /settings — що можна налаштувати.',
      ].join('\n'),
    );
    const chat = { channel: 'telegram', clientId: '1' };
    expect(people.find(chat)).toMatchObject({ id: 'p', role: 'supervisor', language: 'uk', chats: [chat] });
    expect(enrolled).toEqual([chat]);
  });

  it.each([
    [
      'operator',
      'Here you can look at the ratings of your own dialogues; what clients praise you for comes here by itself.',
    ],
    ['analyst', 'Here you can look at figures and dialogues whenever you like.'],
    ['integrator', 'You look after scenarios, keys and webhooks; nothing is sent here by itself.'],
  ] as const)('as %s is promised nothing that does not come', async (role, line) => {
    const { open, payload } = await invited({ role, operators: ['Anna'] });
    expect((await open(payload))?.split('\n')).toEqual([
      `Hello, Olena! Your role here: ${role}.`,
      line,
      '/help tells what you can ask for, /settings what you can set.',
    ]);
  });

  it('may have several chats, and keeps the language of the first', async () => {
    const { open, link, payload, people } = await invited();
    await open(payload, '1', { profile: { locale: 'uk' } });
    expect(await open(await link(), '2', { profile: { locale: 'en' } })).toContain('Вітаємо');
    expect(people.all()).toMatchObject([{ chats: [{ clientId: '1' }, { clientId: '2' }], language: 'uk' }]);
  });

  it('is told the same when the platform repeats the event', async () => {
    const { open, payload, entries } = await invited();
    const welcome = await open(payload);
    expect(await open(payload)).toBe(welcome);
    expect(entries.filter(({ message }) => message === 'A chat was enrolled')).toHaveLength(1);
  });

  it('with a chat that is enrolled already is told so, and the link stays good', async () => {
    const { open, link, payload, people } = await invited();
    await add(people, { id: 'q', name: 'Taras', role: 'analyst', chats: [] });
    await open(await link('q'), '1');
    expect(await open(payload, '1')).toBe(
      'This chat is enrolled already: Taras, role: analyst. The link has not been used.',
    );
    expect(await open(payload, '2')).toContain('Hello, Olena');
  });

  it('second gets nothing, also in the same moment', async () => {
    const { open, payload, people } = await invited();
    const said = await Promise.all(['1', '2', '3'].map((clientId) => open(payload, clientId)));
    expect(said.filter((text) => text === invalid)).toHaveLength(2);
    expect((await people.current('p'))?.chats).toHaveLength(1);
  });

  it('too late, made up or of a person who was removed learns no more than that it is not valid', async () => {
    const { open, payload, clock, people, link } = await invited();
    const other = await link();
    await people.remove('p');
    expect(await open(payload)).toBe(invalid);
    clock.set(DAY);
    expect([await open(other), await open('aw_i_made_up'), await open(`${payload}x`)]).toEqual([
      invalid,
      invalid,
      invalid,
    ]);
    expect(await open(payload, '1', { profile: { locale: 'uk' } })).toMatch(/^Це посилання вже недійсне/);
  });

  it('where the bot may not write yet is asked to write first', async () => {
    const { open, payload, people } = await invited({}, 'viber');
    expect(await open(payload, 'abc=', { reachable: false })).toMatch(
      /\n\nPlease write anything here: until you do, I cannot send you messages\.$/,
    );
    expect(people.find({ channel: 'viber', clientId: 'abc=' })?.id).toBe('p');
  });

  it('is left to others where it is no invitation', async () => {
    const { open, payload } = await invited();
    expect([await open(undefined), await open('order-17'), await open('aw_x')]).toEqual([null, null, null]);
    expect(await open(payload, '1', { kind: 'text', text: `/start ${payload}` })).toBeNull();
    expect(await open(payload, '1', { chat: 'business' })).toBeNull();
  });
});

describe('a group', () => {
  const inGroup = { chat: 'group', actor: { id: '5' } };

  it('is enrolled with the topic in which its link was opened', async () => {
    const { open, payload, people } = await invited({ kind: 'group', name: 'Shop' });
    expect(await open(payload, '-100', { ...inGroup, thread: '42' })).toMatch(
      /^This chat is enrolled as “Shop”\. Its role: supervisor\.\nYesterday’s CSAT digest comes to this chat every day at 09:00/,
    );
    expect(people.all()).toMatchObject([
      { name: 'Shop', chats: [{ channel: 'telegram', clientId: '-100', thread: '42' }] },
    ]);
    // Whoever writes there is no person of the company by that.
    expect(people.find({ channel: 'telegram', clientId: '5' })).toBeNull();
  });

  it('needs a link of a group, and a person one of a person; neither is spent by the mistake', async () => {
    const group = await invited({ kind: 'group', name: 'Shop' });
    expect(await group.open(group.payload, '1')).toMatch(/^This link is for a group/);
    expect(await group.open(group.payload, '-100', inGroup)).toMatch(/^This chat is enrolled/);
    // Of one that is spent nobody learns that.
    expect(await group.open(group.payload, '2')).toBe(invalid);
    const person = await invited();
    expect(await person.open(person.payload, '-100', inGroup)).toMatch(/^This link is for one person/);
    expect(await person.open(person.payload, '1')).toMatch(/^Hello/);
  });
});
