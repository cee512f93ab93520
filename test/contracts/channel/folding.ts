import { expect } from 'vitest';
import type { Test } from './harness.ts';

/** What is read only by who wants to: below the text, and in a menu. */
export function testFolding(test: Test): void {
  test('shows what is folded below the text where it can, and leaves it out elsewhere', async (channel) => {
    const { platform, clients, adapter, met } = channel;
    await met();
    await adapter.send(clients[0], { title: 'Day', text: 'CSAT <86 %>', more: 'Team A: 4.1\n</b>' });
    const shown = platform.chat(clients[0]).messages.at(-1);
    expect(shown?.text).toBe(adapter.folds ? 'Day\nCSAT <86 %>\nTeam A: 4.1\n</b>' : 'Day\nCSAT <86 %>');
    expect(shown?.markup.includes('<blockquote expandable>Team A')).toBe(adapter.folds === true);
  });

  test('folds in an edit and below a picture as well', async ({ platform, clients, adapter, met }) => {
    await met();
    const image = { bytes: new Uint8Array([1]), name: 'week.png' };
    for (const more of [{}, { image }]) {
      const { messageId } = await adapter.send(clients[0], { text: 'Day', more: 'Team A', ...more });
      await adapter.edit?.(clients[0], messageId, { text: 'Day', more: 'Team B' });
      expect(platform.chat(clients[0]).messages.at(-1)).toMatchObject({
        id: messageId,
        text: 'Day\nTeam B',
        markup: 'Day\n<blockquote expandable>Team B</blockquote>',
      });
    }
  });

  test('never cuts the text for what is folded', async ({ platform, clients, adapter, met }) => {
    await met();
    const text = '<'.repeat(adapter.limits.textChars - 100);
    await adapter.send(clients[0], { text, more: 'Team A: 4.1\n'.repeat(1000) });
    const shown = platform.chat(clients[0]).messages.at(-1)?.text ?? '';
    expect(shown.startsWith(text)).toBe(true);
    expect(shown.slice(text.length)).toMatch(adapter.folds ? /^\n(Team A: 4\.1\n)+…$/ : /^$/);
  });

  test('gives a chat its own menu, and takes it away', async ({ platform, clients, adapter, met }) => {
    await met();
    const commands = [
      { name: 'today', about: 'How is today?' },
      { name: 'csat_2', about: 'Підсумок' },
    ];
    await adapter.setMenu?.(clients[0], commands);
    expect(platform.commands?.(clients[0])).toEqual([
      { command: 'today', description: 'How is today?' },
      { command: 'csat_2', description: 'Підсумок' },
    ]);
    expect(platform.commands?.(clients[1])).toEqual([]);
    await adapter.setMenu?.(clients[0], []);
    expect(platform.commands?.(clients[0])).toEqual([]);
  });
}
