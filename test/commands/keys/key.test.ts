import { describe, expect, it } from 'vitest';
import { key as seed, run, serviceFolder } from '../run.ts';

describe('afterword key', () => {
  it('makes a key, shows it once, lists it without, and revokes it', async () => {
    const folder = serviceFolder();
    const afterword = async (...command: string[]): Promise<{ code: number | null; output: string }> => {
      const started = run(folder, ['key', ...command], { API_KEYS: seed, REPORT_TIMEZONE: 'Europe/Kyiv' });
      const code = await started.ended;
      return { code, output: started.output() };
    };
    const made = await afterword(
      'create',
      '--name',
      'helpdesk',
      '--scope',
      'dialogues:write',
      '--scope',
      'figures:read',
    );
    expect(made.code).toBe(0);
    const [key = ''] = /^aw_[A-Za-z0-9_-]{36}$/m.exec(made.output) ?? [];
    expect(key).not.toBe('');
    expect(made.output).toMatch(/^helpdesk: dialogues:write, figures:read$/m);

    const unknown = await afterword('create', '--name', 'reports', '--scope', 'figures');
    expect(unknown.output).toMatch(
      /^there is no scope "figures"; the scopes are dialogues:read, .*metrics:read$/,
    );

    const { output } = await afterword('list');
    expect(output).toMatch(/^API_KEYS 1: every scope\n {2}of the environment$/m);
    expect(output).toMatch(
      /^helpdesk: dialogues:write, figures:read\n {2}made \d{4}-\d\d-\d\d \d\d:\d\d \(Europe\/Kyiv\), not used yet$/m,
    );
    for (const secret of [key, seed]) expect(output).not.toContain(secret);

    expect((await afterword('revoke', 'helpdesk')).output).toMatch(/^helpdesk is revoked;/);
  }, 60_000);
});
