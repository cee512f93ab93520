import { expect, it } from 'vitest';
import { createScrub, scrubbedLog } from '../../adapters/scrub.ts';
import { recordingLog } from '../support/log.ts';

it('a scrubbed log takes secrets out of messages and fields, also of its children, and keeps the fields of its parent', () => {
  const { log, entries } = recordingLog();
  const scrubbed = scrubbedLog(log.child({ channel: 'viber' }), createScrub('s3cret'));
  scrubbed('info', 'GET /s3cret', { url: '/s3cret', tries: 2 });
  scrubbed.child({ url: '/s3cret' })('error', 'failed');
  expect(entries).toEqual([
    { level: 'info', message: 'GET /***', fields: { channel: 'viber', url: '/***', tries: 2 } },
    { level: 'error', message: 'failed', fields: { channel: 'viber', url: '/***' } },
  ]);
});

it('a scrubbed log without a log is silent', () => {
  const scrubbed = scrubbedLog(undefined, (text) => text);
  expect(() => scrubbed.child({ a: 1 })('info', 'nobody listens')).not.toThrow();
});
