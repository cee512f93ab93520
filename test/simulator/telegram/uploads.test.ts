import { describe, expect, it } from 'vitest';
import { parseMultipart } from '../../../simulator/telegram/request/multipart.ts';
import { type Answer, call, result, simulator, token, useTelegram } from './world.ts';

useTelegram();

/** As a bot without a library would send a file. */
async function upload(
  method: string,
  fields: Record<string, string>,
  file?: { field: string; bytes: Buffer<ArrayBuffer> },
) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ chat_id: '501', ...fields })) form.append(name, value);
  if (file) form.append(file.field, new Blob([file.bytes]), 'week.png');
  const url = `${simulator.telegram.apiUrl}/bot${token}/${method}`;
  return (await (await fetch(url, { method: 'POST', body: form })).json()) as Answer;
}

const photo = { field: 'photo', bytes: Buffer.from([0, 13, 10, 45, 45, 255]) };
const last = () => simulator.telegram.chat('501').messages.at(-1);

describe('sendPhoto and sendDocument', () => {
  it('take a file in the field or beside it, with a caption', async () => {
    const answer = await upload('sendPhoto', { caption: '<b>Week</b>', parse_mode: 'HTML' }, photo);
    expect(result(answer)).toMatchObject({
      photo: [{}],
      caption: 'Week',
      caption_entities: [{ type: 'bold', offset: 0, length: 4 }],
    });
    expect(last()).toMatchObject({
      text: 'Week',
      attachment: { kind: 'photo', name: 'week.png', bytes: 6 },
    });
    const beside = { ...photo, field: 'x7' };
    expect((await upload('sendDocument', { document: 'attach://x7' }, beside)).ok).toBe(true);
    expect(last()).toMatchObject({ text: '', attachment: { kind: 'file', name: 'week.png' } });
  });

  it('refuse what Telegram refuses', async () => {
    const said = async (...request: Parameters<typeof upload>) => (await upload(...request)).description;
    expect(await said('sendPhoto', {})).toBe('Bad Request: there is no photo in the request');
    expect(await said('sendDocument', { document: 'attach://gone' })).toContain('there is no document');
    expect(await said('sendPhoto', {}, { ...photo, bytes: Buffer.alloc(0) })).toContain('non-empty');
    const tooLong = { caption: 'x'.repeat(1025) };
    expect(await said('sendPhoto', tooLong, photo)).toBe('Bad Request: message caption is too long');
    const large = { ...photo, bytes: Buffer.alloc(10_000_001) };
    expect(await upload('sendPhoto', {}, large)).toMatchObject({ error_code: 413 });
    expect((await upload('sendDocument', {}, { ...large, field: 'document' })).ok).toBe(true);
  });

  it('give a message whose caption is edited, and not its text', async () => {
    const { message_id } = result(await upload('sendPhoto', { caption: 'Week' }, photo));
    const edit = (method: string, more: object) => call(method, { chat_id: 501, message_id, ...more });
    expect((await edit('editMessageText', { text: 'x' })).description).toContain('no text in the message');
    expect(result(await edit('editMessageCaption', { caption: 'Taken' }))).toMatchObject({
      caption: 'Taken',
    });
    expect((await edit('editMessageCaption', { caption: 'Taken' })).description).toContain('not modified');
    expect(last()).toMatchObject({ text: 'Taken', edited: true, attachment: { kind: 'photo' } });
    const text = result(await call('sendMessage', { chat_id: 501, text: 'x' }));
    const other = { chat_id: 501, message_id: text.message_id, caption: 'y' };
    expect((await call('editMessageCaption', other)).description).toContain('no caption in the message');
  });
});

describe('a form with files', () => {
  const form = (lines: string[], type = 'multipart/form-data; boundary=b') =>
    parseMultipart(Buffer.from(lines.join('\r\n')), type);

  it('is read byte by byte, with the names of files as bots write them', () => {
    const lines = [
      '--b',
      'content-disposition:form-data;name="chat_id"',
      '',
      '501',
      '--b',
      'content-disposition:form-data;name="x";filename=звіт.csv',
      'content-type:application/octet-stream',
      '',
      'a\r\n--c\r\n\r\nї',
      '--b--',
      '',
    ];
    const file = { name: 'звіт.csv', bytes: Buffer.from('a\r\n--c\r\n\r\nї') };
    expect(form(lines)).toEqual({ chat_id: '501', x: file });
    expect(form(lines, 'multipart/form-data; boundary="b"')).toEqual({ chat_id: '501', x: file });
    expect(form(['--b--', ''])).toEqual({});
  });

  it('is refused when it is cut, or names no boundary and no fields', async () => {
    expect(form(['--b', 'content-disposition:form-data;name="a"', '', '1'])).toBeNull();
    expect(form(['--b', 'content-disposition:form-data', '', '1', '--b--'])).toBeNull();
    expect(form(['--b--'], 'multipart/form-data')).toBeNull();
    const url = `${simulator.telegram.apiUrl}/bot${token}/sendPhoto`;
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const answer = await (await fetch(url, { method: 'POST', body: 'x', headers })).json();
    expect(answer).toMatchObject({ error_code: 400 });
  });
});
