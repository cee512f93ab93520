import { expect, it } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import { createSharedBucket } from '../../src/store/shared-bucket.ts';
import { recordingLog } from '../support/log.ts';

const rate = { intervalMs: 60_000, burst: 2 };

function setUp() {
  let isAway = false;
  const { log, lines } = recordingLog();
  const bucket = createSharedBucket(
    {
      takeTokens: async ({ name, count }) => {
        if (isAway) throw new StoreError('down');
        return name === 'mine' ? { count, waitMs: 7 } : null;
      },
      holdTokens: async () => {
        if (isAway) throw new StoreError('down');
      },
    },
    'mine',
    rate,
    log,
  );
  return { bucket, lines, setAway: (away: boolean) => (isAway = away) };
}

it('takes the tokens that the store gives', async () => {
  const { bucket } = setUp();
  expect(await bucket.take(3, false)).toEqual({ count: 3, waitMs: 7 });
});

it('keeps a bucket of its own while the store is away, and says so once', async () => {
  const { bucket, lines, setAway } = setUp();
  setAway(true);
  expect(await bucket.take(2, false)).toEqual({ count: 2, waitMs: 0 });
  expect((await bucket.take(1, false)).waitMs).toBeGreaterThan(50_000);
  await bucket.hold(90_000);
  expect(await bucket.take(1, false)).toMatchObject({ count: 0, held: true });
  expect(lines).toHaveLength(1);
  setAway(false);
  expect(await bucket.take(1, false)).toEqual({ count: 1, waitMs: 7 });
});
