import { expect } from 'vitest';
import type { Test } from './harness.ts';

const image = {
  // What a PNG begins with, and what could end a part of a form.
  bytes: new Uint8Array(Buffer.from('\x89PNG\r\n\x1A\n\r\n--x\r\n\r\n\0\xFF', 'latin1')),
  name: 'week.png',
  url: 'https://csat.example.com/charts/week.png',
};
const file = {
  bytes: new TextEncoder().encode('rating;5\r\n'),
  name: 'Звіт 22 "листопада"; 1.csv',
  url: 'https://csat.example.com/exports/1.csv',
};
const photo = { kind: 'photo', name: 'week.png' };

/** Pictures and documents. */
export function testUploads(test: Test): void {
  test('shows a picture over its text', async ({ platform, clients, adapter, met }) => {
    await met();
    const choices = [[{ label: 'Details', token: 'd' }]];
    const sent = await adapter.send(clients[0], { title: 'Week', text: 'CSAT <92 %>', image, choices });
    expect(platform.chat(clients[0]).messages.at(-1)).toMatchObject({
      id: sent.messageId,
      text: 'Week\nCSAT <92 %>',
      attachment: photo,
      keyboard: [[{ label: 'Details' }]],
    });
    await adapter.send(clients[0], { text: '', image });
    expect(platform.chat(clients[0]).messages.at(-1)).toMatchObject({ text: '', attachment: photo });
  });

  test('sends a document with its text', async ({ platform, clients, adapter, met }) => {
    await met();
    const before = platform.chat(clients[0]).messages.length;
    const { messageId } = await adapter.send(clients[0], { text: 'The export', file });
    const shown = platform.chat(clients[0]).messages.slice(before);
    expect(shown[0]?.attachment).toMatchObject({ kind: 'file', bytes: file.bytes.length });
    expect(shown[0]?.attachment?.name).toMatch(/^Звіт.22.*листопада.*1\.csv$/);
    expect(shown.map(({ text }) => text).join('')).toBe('The export');
    expect(messageId).toBe(shown.at(-1)?.id);
    await adapter.send(clients[0], { text: '', file });
    expect(platform.chat(clients[0]).messages).toHaveLength(before + shown.length + 1);
  });

  test('says what is too long for a caption in a message of its own, whose id it gives', async (channel) => {
    const { platform, clients, adapter, met, events } = channel;
    await met();
    const before = platform.chat(clients[0]).messages.length;
    const text = '<'.repeat(1500);
    const choices = [[{ label: 'Details', token: 'd' }]];
    const { messageId } = await adapter.send(clients[0], { text, image, choices });
    const shown = platform.chat(clients[0]).messages.slice(before);
    expect(shown).toMatchObject([
      { text: '', attachment: photo, keyboard: [] },
      { id: messageId, text, keyboard: [[{ label: 'Details' }]] },
    ]);
    await platform.tap(clients[0], 'Details');
    expect(events.at(-1)).toMatchObject({ kind: 'tap', token: 'd' });
  });

  test('sends a picture and a document together, the picture first', async (channel) => {
    const { platform, clients, adapter, met } = channel;
    await met();
    const before = platform.chat(clients[0]).messages.length;
    await adapter.send(clients[0], { text: 'Both', image, file });
    const shown = platform.chat(clients[0]).messages.slice(before);
    expect(shown.flatMap(({ attachment }) => attachment?.kind ?? [])).toEqual(['photo', 'file']);
    expect(shown.at(-1)?.text).toBe('Both');
  });

  test('sends bytes that stand at no address', async ({ platform, clients, adapter, met }) => {
    await met();
    const { url: _none, ...bytes } = image;
    await adapter.send(clients[0], { text: 'Week', image: bytes });
    expect(platform.chat(clients[0]).messages.at(-1)).toMatchObject({
      text: 'Week',
      attachment: { ...photo, bytes: image.bytes.length },
    });
  });

  test('says the text alone where there is no other way', async ({ platform, clients, adapter, met }) => {
    await met();
    const { url: _none, ...bytes } = image;
    await adapter.send(clients[0], { text: 'Week', image: bytes });
    expect(platform.chat(clients[0]).messages.at(-1)?.text).toBe('Week');
  });

  test('asks before each part whether it may still go', async ({ platform, clients, adapter, met }) => {
    await met();
    const before = platform.chat(clients[0]).messages.length;
    const asked: number[] = [];
    const beforeRequest = async () => void asked.push(platform.chat(clients[0]).messages.length - before);
    await adapter.send(clients[0], { text: 'x'.repeat(1500), image }, { beforeRequest });
    expect(asked).toEqual([0, 1]);
  });

  test('changes the words under a picture', async ({ platform, clients, adapter, met }) => {
    await met();
    const choices = [[{ label: 'Take', token: 't' }]];
    const { messageId } = await adapter.send(clients[0], { text: 'A low rating', image, choices });
    await adapter.edit?.(clients[0], messageId, { text: 'Taken <by> Marta' });
    await adapter.edit?.(clients[0], messageId, { text: 'Taken <by> Marta' });
    expect(platform.chat(clients[0]).messages.at(-1)).toMatchObject({
      id: messageId,
      text: 'Taken <by> Marta',
      attachment: photo,
      keyboard: [],
    });
  });
}
