/** A week of dialogues on the simulated platforms, unattended: what is shown went over HTTP through the real adapters. */
import { createSetClock } from '../clock.ts';
import { createLogger } from '../log/logger.ts';
import { readConfig, type Service, startService } from '../service.ts';
import type { Summary } from '../stats/summary.ts';
import { type Figures, recount } from './recount.ts';
import { DAY_MS, liveThrough, platformOf } from './live.ts';

const FIRST_DAY = new Date('2026-11-16T00:00:00Z');
const DAYS = 7;
const PER_DAY = 20;

/**
 * Lives through the week and prints the last day's digest, then its figures and the week's beside a recount.
 * @throws {Error} when a figure and its recount differ, or a platform or the API refused a step
 */
export async function runDemo(print: (text: string) => void): Promise<void> {
  const clock = createSetClock(FIRST_DAY);
  const config = readConfig({ STORE_URL: 'sqlite::memory:', PORT: '0' });
  // A client who blocks the bot is part of the week, not a warning.
  const service = await startService(config, {
    log: await createLogger({ level: 'error', forPerson: true }),
    clock,
    simulatorState: null,
  });
  try {
    print(`A week of ${DAYS * PER_DAY} dialogues on ${service.store.name}, simulated Telegram and Viber.`);
    await liveThrough(service, clock, { firstDay: FIRST_DAY, days: DAYS, perDay: PER_DAY });
    printDigest(service, print);
    await compare(service, print);
  } finally {
    await service.stop();
  }
}

function printDigest(service: Service, print: (text: string) => void): void {
  for (const { channel, clientId } of service.supervisors) {
    const chat = platformOf(service, channel).chat(clientId);
    const digests = chat.messages.filter(
      ({ from, text }) => from === 'bot' && text.startsWith('CSAT digest:'),
    );
    print(`\n── ${chat.name}, ${channel}: the last of ${digests.length} digests ──\n`);
    print(digests.at(-1)?.text ?? '(nothing arrived)');
  }
}

async function compare(service: Service, print: (text: string) => void): Promise<void> {
  const lastDay = dayOf(FIRST_DAY.getTime() + (DAYS - 1) * DAY_MS);
  const periods = [
    { label: `the digest's day, ${lastDay}`, from: lastDay, to: lastDay },
    { label: 'the week', from: dayOf(FIRST_DAY.getTime()), to: lastDay },
  ];
  let differences = 0;
  for (const { label, from, to } of periods) {
    const { summary } = await service.app.statistics.period({ from, to });
    const rows = await service.store.listDialogues({
      from: new Date(`${from}T00:00:00Z`),
      to: new Date(Date.parse(`${to}T00:00:00Z`) + DAY_MS),
      limit: 500,
    });
    const shown = figuresOf(summary);
    const counted = recount(rows);
    print(`\n${'Figures of '.concat(label).padEnd(40)} ${'digest'.padStart(9)} ${'recount'.padStart(9)}`);
    for (const [name, value] of Object.entries(counted)) {
      const same = spell(shown[name]) === spell(value);
      if (!same) differences += 1;
      print(
        `  ${name.padEnd(38)} ${spell(shown[name]).padStart(9)} ${spell(value).padStart(9)}${same ? '' : '  DIFFERS'}`,
      );
    }
  }
  if (differences > 0) throw new Error(`${differences} figures differ from their recount from the raw rows`);
  print('\nEvery figure equals its recount from the raw rows.');
}

function figuresOf(summary: Summary): Figures {
  const stars = summary.scales.find(({ scale }) => scale === '1-5');
  return {
    completed: summary.completed,
    asked: summary.asked,
    answered: summary.surveys,
    'not asked': summary.notAsked.cooldown + summary.notAsked.unreachable,
    comments: summary.comments,
    'ratings of 5': stars?.ratings ?? 0,
    'average of 5': stars?.averageCsat ?? null,
    'CSAT %': stars?.csatPercent ?? null,
    CDSAT: stars?.cdsat ?? null,
    'survey percentage': summary.surveyPercentage,
    'response rate': summary.responseRate,
  };
}

const spell = (figure: number | null | undefined): string =>
  figure == null ? '—' : Number.isInteger(figure) ? String(figure) : figure.toFixed(4);

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
