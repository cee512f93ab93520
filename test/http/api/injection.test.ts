import { describe, expect, it } from 'vitest';
import { API_PATH, type Endpoint } from '../../../src/http/api/endpoint.ts';
import { contract } from '../../../src/http/api/contract.ts';
import { openApiDocument } from '../../../src/http/api/openapi/document.ts';
import { clients, sharedTestService } from '../../support/service.ts';

const service = sharedTestService({ environment: { API_RATE_LIMIT: '0' } });

/** These read by each of their parameters in their own way; of the others, the parameters that are like none of theirs. */
const whole = ['/dialogues', '/figures', '/alerts'];

/** Parameters of the endpoints that read. */
const parameters = Object.entries(openApiDocument('telegram').paths)
  .map(([path, { get }]) => ({ path: path.slice(API_PATH.length), get }))
  .toSorted((a, b) => Number(whole.includes(b.path)) - Number(whole.includes(a.path)))
  .flatMap(({ path, get }) =>
    (get?.parameters ?? []).flatMap((one) =>
      'name' in one && one.in === 'query'
        ? [{ path, name: one.name, like: JSON.stringify([one.name, one.schema]) }]
        : [],
    ),
  )
  .filter(
    ({ path, like }, index, all) =>
      whole.includes(path) || all.findIndex((one) => one.like === like) === index,
  );

const period = { from: '2026-11-22', to: '2026-11-22' };

/** Asks with one parameter set to a value, percent-encoded as it is given. */
async function ask(path: string, name: string, encoded: string): Promise<{ status: number; text: string }> {
  const others = Object.entries(
    path.startsWith('/figures') ||
      path.startsWith('/exports') ||
      path.startsWith('/statistics') ||
      path === '/funnel'
      ? period
      : {},
  )
    .filter(([one]) => one !== name)
    .map(([one, value]) => `${one}=${value}`);
  const query = [...others, `${name}=${encoded}`].join('&');
  const response = await fetch(`${service().url}${API_PATH}${path.replace('{id}', 'x')}?${query}`, {
    headers: { authorization: `Bearer ${service().apiKey}` },
  });
  return { status: response.status, text: await response.text() };
}

const values: Array<[what: string, encoded: string]> = [
  ['a NUL character', 'a%00b'],
  ['half a character', '%ED%A0%80'],
  ['a quote that ends a statement', encodeURIComponent(`' OR 1=1; DROP TABLE dialogues; --`)],
  ['two quotes and a backslash', encodeURIComponent(`"\\"`)],
  ['an operator of MongoDB', encodeURIComponent('{"$ne":null}')],
  ['a pattern of LIKE', encodeURIComponent('%_*?[a-z]')],
  ['10,000 characters', 'x'.repeat(10_000)],
  ['a name of JavaScript', '__proto__'],
  ['a tag of HTML', encodeURIComponent('<script>alert(1)</script>')],
];

describe('what is not meant as a value of a parameter', () => {
  it.each(values)('is refused or finds nothing, and breaks nothing: %s', async (_, encoded) => {
    const { client } = service();
    const before = (await client.dialogues.list()).dialogues.length;
    for (const { path, name } of parameters) {
      const { status, text } = await ask(path, name, encoded);
      expect([path, name, [200, 400].includes(status), text]).toEqual([path, name, true, text]);
      if (status === 400) {
        const { code, faults } = JSON.parse(text) as { code: string; faults: Array<{ path: string }> };
        expect([path, name, code, faults.map((fault) => fault.path)]).toEqual([
          path,
          name,
          'invalid_request',
          expect.arrayContaining([name]),
        ]);
        expect(text.length).toBeLessThan(2_000);
      }
    }
    expect((await client.dialogues.list()).dialogues).toHaveLength(before);
  });

  it('is an operator or an object only in other languages', async () => {
    for (const { path, name } of parameters) {
      for (const spelled of [`${name}[$ne]`, `${name}[]`, `${name}[a][b]`, `${name}.x`]) {
        const { status, text } = await ask(path, encodeURIComponent(spelled), '1');
        expect([path, spelled, status]).toEqual([path, spelled, 400]);
        expect(text).toContain(`has fields that are not known here: ${spelled}`);
      }
    }
  });

  it('is a list where one value is wanted', async () => {
    for (const [path, name] of [
      ['/dialogues', 'order'],
      ['/dialogues', 'limit'],
      ['/dialogues', 'search'],
      ['/dialogues', 'cursor'],
      ['/dialogues', 'from'],
      ['/figures/trend', 'step'],
      ['/exports/dialogues.csv', 'bom'],
    ] as const) {
      const { status, text } = await ask(path, name, `1&${name}=2`);
      expect([path, name, status]).toEqual([path, name, 400]);
      expect(text).toContain(`"path":"${name}"`);
    }
    const many = await ask('/dialogues', 'team', Array.from({ length: 101 }, () => 'a').join('&team='));
    expect([many.status, many.text]).toEqual([400, expect.stringContaining('is given 101 times')]);
  });
});

describe('a search', () => {
  it('means every character itself', async () => {
    const { client, simulator } = service();
    const comments = ['100% fine', 'a_b', `it's "so" \\ so`, '$ne', '[a-z]*'];
    for (const [index, comment] of comments.entries()) {
      await client.dialogues.create({
        channel: 'telegram',
        clientId: clients.telegram.en,
        externalId: `S-${index}`,
      });
      await service().settle();
      await simulator.telegram.say(clients.telegram.en, `5, ${comment}`);
      await service().settle();
    }
    for (const [search, found] of [
      ['100%', '100% fine'],
      ['_', 'a_b'],
      [`'s "so" \\`, `it's "so" \\ so`],
      ['$ne', '$ne'],
      ['[a-z]*', '[a-z]*'],
    ] as const) {
      const { comments: listed } = await client.comments.list({ search });
      expect([search, listed.map(({ comment }) => comment)]).toEqual([search, [found]]);
    }
  });
});

describe('what is not meant as a field of a body', () => {
  it('is refused at every endpoint, by its name', async () => {
    const endpoints = Object.values(contract)
      .flatMap(({ endpoints: all }) => Object.values<Endpoint>(all))
      .filter(({ body }) => body);
    expect(endpoints.length).toBeGreaterThan(15);
    for (const { method, path } of endpoints) {
      for (const body of [
        '{"$where":"1"}',
        '{"__proto__":{"x":1}}',
        '{"constructor":{"prototype":{}}}',
        '[]',
        '7',
        'null"',
      ]) {
        const response = await fetch(`${service().url}${API_PATH}${path.replace(/\{\w+\}/, 'x')}`, {
          method,
          headers: { authorization: `Bearer ${service().apiKey}`, 'content-type': 'application/json' },
          body,
        });
        expect([method, path, body, response.status]).toEqual([method, path, body, 400]);
        expect(await response.text()).not.toMatch(/Unexpected|Invalid input|expected|zod/i);
      }
    }
  });
});
