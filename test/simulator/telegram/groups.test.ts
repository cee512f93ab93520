import { describe, expect, it } from 'vitest';
import type { SimulatedGroup, SimulatedGroupOptions } from '../../../simulator/platform.ts';
import { call, hook, keyboard, result, simulator, updates, world, useTelegram } from './world.ts';

useTelegram();

const add = (options: Partial<SimulatedGroupOptions> = {}) =>
  simulator.telegram.addGroup?.({ clientId: '-100500', name: 'Shop', ...options }) as SimulatedGroup;
const sendTo = (chat_id: string, more: object = {}) => call('sendMessage', { chat_id, text: 'Q', ...more });

describe('a group', () => {
  const group = '-100500';

  it('is a chat of several people, and of the bot', async () => {
    await hook();
    simulator.telegram.addGroup?.({ clientId: group, name: 'Shop' });
    await simulator.telegram.say('501', '/alerts@our_bot', { group });
    await simulator.telegram.say('502', 'hello', { group });
    expect(updates().map(({ message }) => message)).toMatchObject([
      {
        chat: { id: -100500, type: 'supergroup', title: 'Shop' },
        from: { id: 501, first_name: 'Emily' },
        entities: [{ type: 'bot_command', offset: 0, length: 15 }],
      },
      { chat: { id: -100500 }, from: { id: 502 }, text: 'hello' },
    ]);
    const sent = await call('sendMessage', { chat_id: group, text: 'Hi', ...keyboard('5', 'five') });
    expect(result(sent)).toMatchObject({ chat: { id: -100500 } });
    expect(simulator.telegram.chat(group).messages.map(({ author }) => author)).toEqual([
      '501',
      '502',
      undefined,
    ]);
  });

  it('has an id below 0', () => {
    expect(() => simulator.telegram.addGroup?.({ clientId: '5', name: 'Shop' })).toThrow('below 0');
  });

  it('tells a bot that is no administrator of commands and of replies to it alone', async () => {
    await hook();
    const group = add({ bot: 'member' });
    await group.say('501', 'hello');
    await group.say('501', '/today');
    await group.say('501', '/today@another_bot');
    expect(updates()).toEqual([]);
    await group.say('501', '/today@Afterword_simulated_bot');
    const { message_id: id } = result(await sendTo(group.id, keyboard('Yes', 'y')));
    await group.say('502', 'yes', { replyTo: String(id) });
    await group.attach('502', { kind: 'sticker' });
    await group.say('502', '/help');
    await group.tap('502', 'Yes');
    const texts = updates().map(({ message, callback_query: query }) => message?.text ?? query.data);
    expect(texts).toEqual(['/today@Afterword_simulated_bot', 'yes', '/help', 'y']);
    expect(updates().at(-1).callback_query).toMatchObject({
      from: { id: 502 },
      message: { message_id: id, chat: { id: -100500 } },
    });
  });

  it('is joined by its link, and says so before the payload', async () => {
    await hook();
    const group = add({ bot: 'out' });
    expect((await sendTo(group.id)).description).toBe('Bad Request: chat not found');
    await group.addBot('501', 'g1');
    await expect(group.addBot('501')).rejects.toThrow('already');
    await group.removeBot('502');
    expect(updates()).toMatchObject([
      { my_chat_member: { from: { id: 501 }, new_chat_member: { status: 'member' } } },
      { message: { new_chat_members: [{ is_bot: true }] } },
      { message: { text: '/start@afterword_simulated_bot g1', from: { id: 501 } } },
      { my_chat_member: { old_chat_member: { status: 'member' }, new_chat_member: { status: 'kicked' } } },
    ]);
    expect(await sendTo(group.id)).toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot was kicked from the supergroup chat',
    });
    expect(await group.say('501', '/today@afterword_simulated_bot')).toBe(200);
    expect(updates()).toHaveLength(4);
  });

  it('may have topics, which are closed and deleted', async () => {
    await hook();
    const group = add({ topics: true, bot: 'member' });
    const thread = await group.addTopic('501', 'Alerts');
    await group.say('501', '/today@afterword_simulated_bot', { thread });
    expect(updates().at(-1).message).toMatchObject({
      chat: { is_forum: true },
      message_thread_id: Number(thread),
      is_topic_message: true,
      reply_to_message: { message_id: Number(thread) },
    });
    const more = { message_thread_id: thread };
    expect((await sendTo(group.id, more)).ok).toBe(true);
    group.closeTopic(thread);
    expect((await sendTo(group.id, more)).description).toBe('Bad Request: TOPIC_CLOSED');
    group.deleteTopic(thread);
    expect((await sendTo(group.id, more)).description).toBe('Bad Request: message thread not found');
    await expect(add({ clientId: '-7' }).addTopic('501', 'A')).rejects.toThrow('no topics');
  });

  it('becomes a supergroup, and its old id is refused with the new one', async () => {
    await hook();
    const group = add({ kind: 'group' });
    const { message_id } = result(await sendTo(group.id));
    await group.migrate('501', '-1001234567890');
    await expect
      .poll(updates)
      .toMatchObject([
        { message: { chat: { id: -100500, type: 'group' }, migrate_to_chat_id: -1001234567890 } },
        { message: { chat: { id: -1001234567890, type: 'supergroup' }, migrate_from_chat_id: -100500 } },
      ]);
    for (const [method, more] of [
      ['sendMessage', { text: 'Q' }],
      ['editMessageText', { message_id, text: 'Q' }],
    ] as const) {
      expect(await call(method, { chat_id: '-100500', ...more })).toMatchObject({
        error_code: 400,
        description: 'Bad Request: group chat was upgraded to a supergroup chat',
        parameters: { migrate_to_chat_id: -1001234567890 },
      });
    }
    expect(group.id).toBe('-1001234567890');
    expect((await sendTo(group.id)).ok).toBe(true);
  });

  it('opens the reply field for who is mentioned or replied to', async () => {
    await hook();
    const group = add();
    await group.say('501', 'hello');
    const replyTo = { reply_parameters: { message_id: updates()[0].message.message_id } };
    const ask = (more: object) => ({ reply_markup: { force_reply: true, selective: true }, ...more });
    const mention = ask({ parse_mode: 'HTML', text: '<a href="tg://user?id=502">Олена</a>, why?' });
    const repliesOf = async (member: string, more: object) => {
      const { message_id, entities } = result(await sendTo(group.id, more));
      await group.say(member, 'Because');
      const { reply_to_message: repliedTo } = updates().at(-1).message;
      return [repliedTo?.message_id === message_id, entities?.[0].type];
    };
    expect(await repliesOf('502', mention)).toEqual([true, 'text_mention']);
    expect(await repliesOf('501', mention)).toEqual([false, 'text_mention']);
    expect(await repliesOf('501', ask(replyTo))).toEqual([true, undefined]);
    expect(await repliesOf('502', ask(replyTo))).toEqual([false, undefined]);
    expect(await repliesOf('502', { reply_markup: { force_reply: true } })).toEqual([true, undefined]);
  });

  it('takes 20 messages a minute', async () => {
    const group = add();
    const codes = [];
    for (let i = 0; i < 21; i++) codes.push((await sendTo(group.id)).error_code ?? 200);
    expect(codes.filter((code) => code === 429)).toHaveLength(1);
    world.now = new Date(world.now.getTime() + 3_000);
    expect((await sendTo(group.id)).ok).toBe(true);
  });
});
