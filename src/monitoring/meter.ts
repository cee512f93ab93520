import type { Clock } from '../clock.ts';
import { counted } from './metrics.ts';
import type { Monitor } from './monitor.ts';
import { createCounter, createHistogram, type Family } from './tallies.ts';

export interface Meter {
  monitor: Monitor;
  families: readonly Family[];
  /** When this process was last given an event of a channel; undefined: not since its start. */
  lastEventAt(channel: string): Date | undefined;
}

/** Counts in memory; a call takes less than a microsecond. */
export function createMeter(clock: Pick<Clock, 'now'>): Meter {
  const events = createCounter(counted.events);
  const eventTime = createHistogram(counted.eventTime);
  const commitTime = createHistogram(counted.commitTime);
  const sends = createCounter(counted.sends);
  const sendTime = createHistogram(counted.sendTime);
  const sendWait = createHistogram(counted.sendWait);
  const retries = createCounter(counted.retries);
  const jobs = createCounter(counted.jobs);
  const jobTime = createHistogram(counted.jobTime);
  const jobLag = createHistogram(counted.jobLag);
  const relayLag = createHistogram(counted.relayLag);
  const digests = createCounter(counted.digests);
  const storeTime = createHistogram(counted.storeTime);
  const storeErrors = createCounter(counted.storeErrors);
  const requests = createCounter(counted.requests);
  const requestTime = createHistogram(counted.requestTime);
  const lastEvents = new Map<string, Date>();

  return {
    lastEventAt: (channel) => lastEvents.get(channel),
    families: [
      events,
      eventTime,
      commitTime,
      sends,
      sendTime,
      sendWait,
      retries,
      jobs,
      jobTime,
      jobLag,
      relayLag,
      digests,
      storeTime,
      storeErrors,
      requests,
      requestTime,
    ],
    monitor: {
      event(channel, outcome, ms) {
        lastEvents.set(channel, clock.now());
        events.add(channel, outcome);
        eventTime.observe(ms, channel);
      },
      sent(channel, result, waitMs, ms) {
        sends.add(channel, result);
        if (result === 'withdrawn') return;
        sendWait.observe(waitMs, channel);
        sendTime.observe(ms, channel);
      },
      retried: (effect) => retries.add(effect),
      job(kind, result, ms, lagMs) {
        jobs.add(kind, result);
        jobTime.observe(ms, kind);
        if (result === 'done') jobLag.observe(lagMs, kind);
      },
      relayed: (channel, lagMs) => relayLag.observe(lagMs, channel),
      digest: (kind, result) => digests.add(kind, result),
      stored(operation, isOk, ms) {
        storeTime.observe(ms, operation);
        if (!isOk) storeErrors.add(operation);
      },
      committed: (ms) => commitTime.observe(ms),
      request(method, route, status, ms) {
        const pattern = route ?? 'none';
        requests.add(route === null ? 'any' : method, pattern, `${Math.floor(status / 100)}xx`);
        requestTime.observe(ms, pattern);
      },
    },
  };
}
