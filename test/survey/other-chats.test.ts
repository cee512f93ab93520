import { describe, expect, it } from 'vitest';
import type { ClientEvent } from '../../src/channel.ts';
import { openSurveyFixture, tapOn, textOf } from '../support/survey.ts';

describe.each(['group', 'business'] as const)('what happens in a chat of the kind %s', (chat) => {
  it('is no answer, is not answered and says nothing of a client, whatever its ids', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask('T-1');
    const before = await fixture.stored(dialogue);
    const sent = fixture.channel.sent.length;
    const base = { channel: 'telegram', clientId: 'c1', at: new Date(0) };
    const events: ClientEvent[] = [
      { ...tapOn(dialogue, 5, 'rate', 'e1'), chat },
      { ...textOf('5', 'e2'), chat },
      { ...base, chat, id: 'e3', kind: 'start', payload: 'x' },
      { ...base, chat, id: 'e4', kind: 'joined', command: { name: 'help', argument: '' } },
      { ...base, chat, id: 'e5', kind: 'left' },
      { ...base, chat, id: 'e6', kind: 'tap', token: 'no token' },
    ];
    for (const event of events) expect(await fixture.onEvent(event)).toBeUndefined();
    expect(await fixture.stored(dialogue)).toEqual(before);
    expect(await fixture.store.findClient('telegram', 'c1')).toBeNull();
    expect(fixture.channel.sent).toHaveLength(sent);
  });
});
