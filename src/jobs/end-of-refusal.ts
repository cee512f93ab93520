import { isFinalRefusal, messageOf } from '../errors.ts';
import type { JobEnd } from './job-kind.ts';

/**
 * How a job ends whose message was not sent: it is given up where the platform would refuse it again. Anything else is
 * thrown, so that another attempt follows.
 */
export function endOfRefusal(error: unknown): JobEnd & { state: 'given_up' } {
  if (!isFinalRefusal(error)) throw error;
  return { state: 'given_up', reason: messageOf(error) };
}
