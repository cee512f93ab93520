/** THE list of the service's own metrics, which docs/operations.md shows. */

export interface MetricDefinition {
  name: string;
  type: 'counter' | 'gauge' | 'histogram';
  help: string;
  labels: readonly string[];
  /** Upper bounds of a histogram's buckets, in seconds. */
  buckets?: readonly number[];
}

/** From a fast disk to a platform that hangs. */
const brief = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
/** From at once to a day, after which jobs are given up. */
const long = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 21_600, 86_400];

const counter = (name: string, labels: readonly string[], help: string): MetricDefinition => ({
  name: `afterword_${name}_total`,
  type: 'counter',
  labels,
  help,
});
const gauge = (name: string, labels: readonly string[], help: string): MetricDefinition => ({
  name: `afterword_${name}`,
  type: 'gauge',
  labels,
  help,
});
const histogram = (
  name: string,
  labels: readonly string[],
  help: string,
  buckets = brief,
): MetricDefinition => ({ name: `afterword_${name}_seconds`, type: 'histogram', labels, help, buckets });

/** What is counted as it happens, in this process since its start. */
export const counted = {
  events: counter(
    'events',
    ['channel', 'outcome'],
    'Events from platforms, repeats included, by who took them: survey, staff, relay, nobody; refused: not saved, the platform sends it again',
  ),
  eventTime: histogram(
    'event',
    ['channel'],
    'From when an event came until it was handled, its answer saved',
  ),
  commitTime: histogram(
    'commit',
    [],
    'From when a write of a dialogue was asked for until it was durable, where somebody waited for it',
  ),
  sends: counter(
    'sends',
    ['channel', 'result'],
    'Tries to send a message: sent, rate_limited, network, unauthorized (tried again), unreachable, rejected, moved (refused for good), withdrawn (not to be sent any more), failed (a bug)',
  ),
  sendTime: histogram('send', ['channel'], 'From a message’s request to the platform’s answer'),
  sendWait: histogram(
    'send_wait',
    ['channel'],
    'How long a message waited for its turn by the platform’s limits',
  ),
  retries: counter(
    'outbox_retries',
    ['effect'],
    'What of a dialogue’s outbox failed and is tried again: send, edit, enqueue',
  ),
  jobs: counter('jobs', ['kind', 'result'], 'Attempts of jobs, by how they ended: done, given_up, retried'),
  jobTime: histogram('job', ['kind'], 'How long an attempt of a job took'),
  jobLag: histogram('job_lag', ['kind'], 'From when a job was enqueued until it was done', long),
  relayLag: histogram(
    'relay_lag',
    ['channel'],
    'From when an event was kept for the helpdesk on the same bot until that took it',
    long,
  ),
  digests: counter(
    'digests',
    ['kind', 'result'],
    'Tries to send a digest (daily, weekly, monthly, shift): sent, failed',
  ),
  storeTime: histogram(
    'store',
    ['operation'],
    'How long a call of the store took, by the method of its port',
  ),
  storeErrors: counter('store_errors', ['operation'], 'Calls of the store that failed'),
  requests: counter(
    'http_requests',
    ['method', 'route', 'status'],
    'Answered requests by the route’s pattern and the class of the status (2xx); what fits no route is one: none',
  ),
  requestTime: histogram(
    'http_request',
    ['route'],
    'From when a request’s headers came until its answer was sent',
  ),
} as const;

/** What is read when it is asked for. */
export const gauges = {
  info: gauge('info', ['version'], 'Always 1; which version runs'),
  channelUp: gauge(
    'channel_up',
    ['channel'],
    '1: the channel is started and its platform sends its events here; else 0',
  ),
  storeReadable: gauge(
    'store_readable',
    [],
    '1: the store gave the depth of the queues; 0: it did not, so the metrics of queues are missing',
  ),
  jobsWaiting: gauge(
    'jobs_waiting',
    ['kind'],
    'Jobs in the store that have not ended, also those that are due later',
  ),
  jobsDue: gauge('jobs_due', ['kind'], 'Of those, the ones whose time has come, also between two tries'),
  jobsOldest: gauge(
    'jobs_oldest_seconds',
    ['kind'],
    'How long ago the time of the oldest of those came; 0: there is none',
  ),
  jobsGivenUp: gauge('jobs_given_up', ['kind'], 'Jobs in the store that were given up'),
  outboxWaiting: gauge(
    'outbox_waiting',
    ['channel'],
    'Dialogues in the store with something still to be sent now or in the next 15 minutes',
  ),
  outboxOldest: gauge(
    'outbox_oldest_seconds',
    ['channel'],
    'How long ago the oldest of that came into the outbox; 0: there is none',
  ),
  outboxRunning: gauge('outbox_running', [], 'Outboxes that this process carries out'),
} as const;
