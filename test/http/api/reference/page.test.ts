import { describe, expect, it } from 'vitest';
import { contract } from '../../../../src/http/api/contract.ts';
import { problems } from '../../../../src/http/problems.ts';
import { sharedTestService } from '../../../support/service.ts';

const service = sharedTestService();
const read = async (): Promise<{ headers: Headers; html: string }> => {
  const response = await fetch(`${service().url}/api/v1/docs`);
  expect(response.status).toBe(200);
  return { headers: response.headers, html: await response.text() };
};

describe('the reference page', () => {
  it('needs no key and no script, and loads nothing from elsewhere', async () => {
    const { headers, html } = await read();
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self';/);
    expect(html).not.toMatch(/<script|style=|onclick|\{channel\}/);
    const loaded = [...html.matchAll(/(?:<link[^>]*href|src)="([^"]+)"/g)].map(([, url]) => url ?? '');
    expect(loaded.length).toBeGreaterThan(1);
    for (const url of loaded) {
      expect(url).toMatch(/^\/dashboard\/assets\//);
      expect((await fetch(`${service().url}${url}`)).status).toBe(200);
    }
  });

  it('has each resource, endpoint, scope and error, with a request by curl and by the client', async () => {
    const { html } = await read();
    const text = html.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&#39;', "'");
    for (const [resource, { title, endpoints }] of Object.entries(contract)) {
      expect(html).toContain(`>${title}</h2>`);
      for (const [name, { path, summary, scope }] of Object.entries(endpoints)) {
        expect(html).toContain(`id="${resource}.${name}"`);
        expect(html).toContain(`>${summary}</h3>`);
        expect(html).toContain(`/api/v1${path}`);
        expect(html).toContain(scope);
        expect(text).toContain(`await client.${resource}.${name}(`);
      }
    }
    for (const [code, { title }] of Object.entries(problems)) {
      expect(html).toContain(`id="error-${code}"`);
      expect(html).toContain(title);
    }
    expect(text).toContain(`curl -X POST '${service().url}/api/v1/dialogues'`);
  });

  it('has no link to a part that is not there, and no id twice', async () => {
    const { html } = await read();
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? '');
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const links = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id ?? '');
    expect(links.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('explains the type of each error where it says', async () => {
    const { html } = await read();
    const refusal = (await (await fetch(`${service().url}/api/v1/dialogues`)).json()) as { type: string };
    expect(refusal.type).toBe('/api/v1/docs#error-unauthorized');
    expect(html).toContain('id="error-unauthorized"');
  });
});
