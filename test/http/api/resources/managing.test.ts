import { describe, expect, it } from 'vitest';
import { createClient } from '../../../../src/http/api/client/client.ts';
import { shippedText } from '../../../support/scenarios.ts';
import { clients, sharedTestService } from '../../../support/service.ts';
import { refused } from '../client/refused.ts';

const service = sharedTestService();

describe('targets', () => {
  it('are set, listed and removed, durations in seconds', async () => {
    const { client } = service();
    const { target } = await client.targets.set({
      metric: 'timeToTake',
      value: 900,
      team: 'Second  line',
      by: 'Iryna',
    });
    expect(target).toMatchObject({
      metric: 'timeToTake',
      team: 'Second line',
      value: 900,
      unit: 'seconds',
      lowerIsBetter: true,
      by: 'Iryna',
    });
    await client.targets.set({ metric: 'timeToTake', value: 600, team: 'SECOND LINE' });
    expect((await client.targets.list()).targets).toMatchObject([{ id: target.id, value: 600, by: 'api' }]);
    await client.targets.set({ metric: 'csatPercent', value: 0.9 });
    const first = await client.targets.list({ limit: 1 });
    const second = await client.targets.list({ limit: 1, cursor: first.next ?? '' });
    expect([first.targets.length, second.targets.length, second.next]).toEqual([1, 1, null]);
    expect(await client.targets.remove(target.id)).toEqual({ id: target.id, deleted: true });
    expect((await refused(client.targets.remove(target.id))).code).toBe('unknown_target');
    expect((await refused(client.targets.remove('nonsense'))).code).toBe('unknown_target');
  });

  it.each([
    [{ metric: 'csatPercent', value: 85 }, 'value', 'is out of range; for csatPercent it is 0 to 1'],
    [{ metric: 'averageCsat', value: 4 }, 'scale', 'is missing'],
    [{ metric: 'averageCsat', value: 9, scale: '1-5' }, 'value', 'it is 1 to 5'],
    [{ metric: 'responseRate', value: 0.5, scale: '1-5' }, 'scale', 'leave it out'],
    [{ metric: 'csatPercent', value: 0.5, scale: 'mood' }, 'scale', '"mood" is no scale'],
    [{ metric: 'nps', value: 30, scale: '1-5' }, 'scale', 'is no scale of nps'],
    [{ metric: 'timeToTake', value: 0 }, 'value', 'more than 0 seconds'],
    [{ metric: 'mood', value: 1 }, 'metric', 'must be one of'],
    [{ metric: 'nps', value: '30' }, 'value', 'must be a number'],
  ])('are refused with a reason: %j', async (wish, path, message) => {
    const error = await refused(service().client.targets.set(wish as never));
    expect(error.faults).toEqual([{ path, message: expect.stringContaining(message) }]);
  });
});

describe('scenarios', () => {
  it('are listed with their versions, and given with their text', async () => {
    const { client, clock } = service();
    const { scenarios } = await client.scenarios.list();
    expect(scenarios.map(({ id }) => id).toSorted()).toEqual(['comment-only', 'csat', 'thumbs']);
    const { scenario } = await client.scenarios.get('csat');
    const { text, ...rest } = scenario;
    expect([text, rest]).toEqual([shippedText('csat'), scenarios.find(({ id }) => id === 'csat')]);
    expect(rest).toMatchObject({ isDefault: true, scale: '1-5', since: clock.now() });
  });

  it('are checked, with the line and the column of each fault', async () => {
    const { client, url, apiKey } = service();
    const good = await client.scenarios.check({ text: shippedText('thumbs') });
    expect(good).toMatchObject({ valid: true, faults: [], scenario: { id: 'thumbs' } });
    const text = shippedText('csat').replace(
      'save_to: quality_answer',
      'save_to: quality_answer\n    colour: red',
    );
    const bad = await client.scenarios.check({ text });
    expect(bad).toMatchObject({ valid: false, scenario: null });
    const line = text.split('\n').findIndex((one) => one.includes('colour')) + 1;
    expect(bad.faults[0]).toMatchObject({ line, column: 5, message: expect.stringContaining('colour') });
    expect((await client.scenarios.check({ text: 'a: [' })).faults).toHaveLength(1);
    const response = await fetch(`${url}/api/v1/scenarios/check`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/yaml' },
      body: text,
    });
    expect(await response.json()).toMatchObject({ faults: bad.faults });
  });
});

describe('people', () => {
  it('are invited by links, changed and removed', async () => {
    const { client } = service();
    const { person, links, expiresAt } = await client.people.invite({
      name: ' Petro ',
      role: 'supervisor',
      teams: ['Second  line'],
      expiresInSeconds: 3_600,
    });
    expect(person).toMatchObject({ name: 'Petro', teams: ['Second line'], channels: 'all', chats: [] });
    expect(expiresAt).toEqual(new Date('2026-11-22T13:00:00Z'));
    expect(links.map(({ channel }) => channel)).toEqual(['telegram', 'viber']);
    expect(links[0]?.url).toMatch(
      /\/simulator\/open\/telegram\?payload=aw_i_[\w-]{24}&name=Petro&kind=person/,
    );
    const again = await client.people.invite({ name: 'PETRO', role: 'supervisor', teams: ['second line'] });
    expect(again.person.id).toBe(person.id);
    const other = await refused(client.people.invite({ name: 'Petro', role: 'analyst' }));
    expect([other.code, other.message]).toEqual([
      'known_person',
      expect.stringContaining(`/people/${person.id}`),
    ]);
    const changed = await client.people.changeRole(person.id, { role: 'operator', operators: ['petro'] });
    expect(changed.person).toMatchObject({ role: 'operator', teams: 'all', operators: ['petro'] });
    expect(await client.people.remove(person.id)).toEqual({ id: person.id, deleted: true });
    expect((await refused(client.people.remove(person.id))).code).toBe('unknown_person');
    const { people } = await client.people.list();
    expect(people.every(({ seeded }) => seeded)).toBe(true);
    expect((await refused(client.people.remove(people[0]?.id ?? ''))).code).toBe('seeded_person');
  });

  it.each([
    [{ name: 'X', role: 'boss' }, ['role']],
    [{ name: '', role: 'analyst' }, ['name']],
    [{ name: 'x'.repeat(81), role: 'analyst' }, ['name']],
    [{ name: 'X', role: 'operator' }, ['operators']],
    [{ name: 'X', role: 'analyst', teams: ['A'] }, ['teams']],
    [{ name: 'X', role: 'supervisor', channels: ['icq'], scenarios: ['nps'] }, ['channels', 'scenarios']],
    [{ name: 'X', role: 'analyst', expiresInSeconds: 59 }, ['expiresInSeconds']],
  ])('are not invited as %j', async (wish, paths) => {
    const error = await refused(service().client.people.invite(wish as never));
    expect([error.status, error.faults.map(({ path }) => path)]).toEqual([400, paths]);
  });
});

describe('keys', () => {
  it('are made with a secret that is shown once, and give no scope that they do not have', async () => {
    const { client, url } = service();
    const { key, secret } = await client.keys.create({ name: 'maker', scopes: ['keys:write', 'keys:read'] });
    expect(key).toMatchObject({ name: 'maker', scopes: ['keys:read', 'keys:write'], lastUsedAt: null });
    const maker = createClient({ baseUrl: url, key: secret });
    const listed = (await maker.keys.list()).keys;
    expect(listed.map(({ name }) => name)).toEqual(expect.arrayContaining(['API_KEYS 1', 'maker']));
    expect(JSON.stringify(listed)).not.toContain(secret);
    const beyond = await refused(maker.keys.create({ name: 'more', scopes: ['keys:read', 'people:write'] }));
    expect([beyond.status, beyond.code]).toEqual([403, 'forbidden_scope']);
    expect(beyond.message).toContain('"people:write"');
    expect((await refused(maker.dialogues.list())).message).toContain('"dialogues:read"');
    expect((await refused(maker.keys.create({ name: 'x', scopes: ['all'] }))).faults[0]?.path).toBe('scopes');
    await client.keys.revoke('MAKER');
    expect((await refused(maker.keys.list())).code).toBe('unauthorized');
    expect((await refused(client.keys.revoke('API_KEYS 1'))).code).toBe('key_of_environment');
    expect((await refused(client.keys.revoke('maker'))).code).toBe('unknown_key');
  });

  it('stand in the course of what they did', async () => {
    const { client, url } = service();
    const { secret } = await client.keys.create({ name: 'desk', scopes: ['dialogues:write'] });
    const { dialogue: reported } = await client.dialogues.create({
      channel: 'telegram',
      clientId: clients.telegram.en,
      externalId: 'D-1',
    });
    const desk = createClient({ baseUrl: url, key: secret });
    const { dialogue } = await desk.dialogues.void(reported.id, { reason: 'x' });
    expect(dialogue.voided).toMatchObject({ by: 'desk' });
  });
});
