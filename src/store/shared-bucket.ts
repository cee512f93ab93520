import { faultFields } from '../errors.ts';
import type { Log } from '../log/log.ts';
import type { TokenBucketStore } from './store.ts';
import { createTokenBucket, type Rate, type TokenBucket } from '../token-bucket.ts';

/**
 * A bucket that all instances on one database share. Where the store keeps none, or is away, this process keeps its
 * own, so that a store that is away holds up no message.
 */
export function createSharedBucket(store: TokenBucketStore, name: string, rate: Rate, log: Log): TokenBucket {
  const own = createTokenBucket(rate, () => performance.now());
  let isAway = false;
  return {
    async take(count, onlyFull) {
      const taken = await share(() => store.takeTokens({ name, ...rate, count, onlyFull }));
      return taken ?? own.take(count, onlyFull);
    },
    async hold(ms) {
      void own.hold(ms);
      await share(() => store.holdTokens(name, ms));
    },
  };

  async function share<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      const result = await work();
      isAway = false;
      return result;
    } catch (error) {
      if (!isAway) log('warn', 'The limit of a platform is not shared for now', { ...faultFields(error) });
      isAway = true;
      return null;
    }
  }
}
