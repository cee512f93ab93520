import { isMuted } from '../access/quiet-hours.ts';
import type { People } from '../access/people.ts';
import type { Clock } from '../clock.ts';
import type { JobQueue, JobRequest } from '../jobs/queue.ts';
import type { ScheduleEntry } from '../jobs/schedule.ts';
import { type Day, dayOf, lastDay, weekdayOf } from '../stats/period.ts';
import type { FigureStore } from '../store/store.ts';
import {
  daysOfShift,
  type DeliveryTimes,
  type Due,
  firstDue,
  isSendingTime,
  latestDue,
  latestShift,
  nextDue,
  nextShiftEnd,
} from './due.ts';
import { digestJob } from './job.ts';
import { type Recipient, type ServiceTimes, timesOf } from './delivery/recipient.ts';
import { reportJob } from './report-job.ts';
import { type About, lastMonth, lastWeek, type Shift } from './reports.ts';

export interface DigestScheduleOptions extends ServiceTimes {
  store: Pick<FigureStore, 'firstCompletedAt'>;
  queue: JobQueue;
  people: Pick<People, 'whoMay'>;
  shifts: readonly Shift[];
  clock: Pick<Clock, 'now'>;
}

const DAY_MS = 24 * 3_600_000;
/**
 * How late the digest of a week or a month may come, after a time when nothing ran or its person had muted it. Who is new
 * is not told of one that ended long before.
 */
const latestAfterMs = { weekly: 3 * DAY_MS, monthly: 7 * DAY_MS } as const;

/** A digest that is due, and the last day of which it tells. */
interface DueJob {
  ends: Day;
  job: JobRequest;
}

/** Enqueues each person's digests at their time, and every five minutes what could not be enqueued. */
export function createDigestSchedule(options: DigestScheduleOptions): ScheduleEntry {
  const { store, queue, people, shifts, clock, zone } = options;
  let first: Day | null = null;

  return {
    name: 'digests',
    kinds: ['digest', 'report'],
    next: nextTime,
    isDue: (now, before) => isSendingTime(now, before, momentsDue(now)),
    async enqueue() {
      const now = clock.now();
      const jobs = people
        .whoMay('receive_digests')
        .filter(({ person }) => !isMuted(person.settings, now))
        .flatMap((recipient) => jobsFor(recipient, now));
      const earliest = jobs.reduce((day, { ends }) => (ends < day ? ends : day), lastDay);
      if (first === null || first > earliest) first = await firstDay();
      for (const { ends, job } of jobs) {
        if (first !== null && first <= ends) await queue.enqueue(job);
      }
    },
  };

  /** When something was due last, for whoever. */
  function momentsDue(now: Date): Date[] {
    const shift = latestShift(now, shifts, zone);
    const digests = allTimes().flatMap((own) => latestDue(now, own, zone)?.at ?? []);
    return [...digests, ...(shift ? [shift.to] : [])];
  }

  /** Of all people; those with the same times are looked at once. */
  function allTimes(): DeliveryTimes[] {
    const times = new Map(
      people.whoMay('receive_digests').map(({ person }) => {
        const own = timesOf(person, options);
        return [`${own.at} ${own.zone} ${own.weekdays.join()}`, own] as const;
      }),
    );
    return [...times.values()];
  }

  /** When the next digest is due, for whoever. */
  function nextTime(now: Date): Date | null {
    const moments = [...allTimes().map((own) => nextDue(now, own)), nextShiftEnd(now, shifts, zone)];
    const known = moments.flatMap((moment) => moment?.getTime() ?? []);
    return known.length > 0 ? new Date(Math.min(...known)) : null;
  }

  function jobsFor(recipient: Recipient, now: Date): DueJob[] {
    const { chat, person } = recipient;
    const { reports, weekdays } = person.settings;
    const jobs: DueJob[] = [];
    const due = latestDue(now, timesOf(person, options), zone);
    if (due && reports.daily) {
      jobs.push({ ends: due.day, job: digestJob(due.day, chat) });
    }
    for (const about of due ? reportsWith(due, recipient, now) : []) {
      jobs.push({ ends: about.period.to, job: reportJob(about, chat) });
    }
    const shift = reports.shift ? latestShift(now, shifts, zone) : null;
    if (shift && weekdays.includes(weekdayOf(shift.day))) {
      const about: About = { kind: 'shift', period: { from: shift.day, to: shift.day }, shift: shift.shift };
      jobs.push({ ends: daysOfShift(shift).to, job: reportJob(about, chat) });
    }
    return jobs;
  }

  /** The digests of the week and of the month that come with the daily one: as soon as that can tell of their last day. */
  function reportsWith({ day }: Due, { person }: Recipient, now: Date): About[] {
    const { reports, mutedUntil } = person.settings;
    const periods = { weekly: lastWeek(day), monthly: lastMonth(day) } as const;
    return (['weekly', 'monthly'] as const).flatMap((kind) => {
      const period = periods[kind];
      const at = firstDue(period.to, timesOf(person, options), zone);
      if (!reports[kind] || !at) return [];
      const late = now.getTime() - Math.max(at.getTime(), mutedUntil ?? 0);
      return late < latestAfterMs[kind] ? [{ kind, period }] : [];
    });
  }

  /**
   * The day of the first dialogue: a supervisor of a service that was set up this morning is not told that nobody
   * answered yesterday. Asked again while something is due of days before it.
   */
  async function firstDay(): Promise<Day | null> {
    const completedAt = await store.firstCompletedAt();
    return completedAt && dayOf(completedAt, zone);
  }
}
