import { createForgetRecords, type ForgetRecordsOptions } from '../../jobs/forget-records.ts';
import { signInRecords } from './kinds.ts';

/** A link or a session that expired is told from one that never was for a day more. */
const KEPT_MS = 86_400_000;

/** Deletes expired sign-in links and sessions, every day. */
export const createForgetSessions = (
  options: Pick<ForgetRecordsOptions, 'queue' | 'store' | 'clock'>,
): ReturnType<typeof createForgetRecords> =>
  createForgetRecords({ ...options, job: 'forget_sessions', kinds: signInRecords, keptMs: KEPT_MS });
