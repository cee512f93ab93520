/** A week of dialogues on the simulated platforms, unattended: what is shown went over HTTP through the real adapters. */
import type { SimulatedPlatform } from '../../simulator/platform.ts';
import { createSetClock, type SetClock } from '../clock.ts';
import { createLogger } from '../log/logger.ts';
import { readConfig, type Service, startService } from '../service.ts';
import type { Summary } from '../stats/summary.ts';
import { type Figures, recount } from './recount.ts';
import { blocker, createWeek, people, type Visit } from './week.ts';

const FIRST_DAY = new Date('2026-11-16T00:00:00Z');
const DAYS = 7;
const PER_DAY = 20;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const NINE_MS = 9 * 60 * MINUTE_MS;

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
    await liveThrough(service, clock);
    printDigest(service, print);
    await compare(service, print);
  } finally {
    await service.stop();
  }
}

async function liveThrough(service: Service, clock: SetClock): Promise<void> {
  for (const { platform, clientId, name, locale } of people) {
    const chats = platformOf(service, platform);
    chats.addClient({ clientId, name, locale });
    await chats.open(clientId);
    // On Viber a client subscribes by writing; before that a bot may not write.
    if (platform === 'viber') await chats.say(clientId, locale === 'uk' ? 'Добрий день!' : 'Hello!');
  }
  const week = createWeek(FIRST_DAY, DAYS, PER_DAY);
  for (let day = 0; day < DAYS; day++) {
    const midnight = FIRST_DAY.getTime() + day * DAY_MS;
    if (day === 2) await platformOf(service, blocker.platform).block(blocker.clientId);
    for (const [index, visit] of week.slice(day * PER_DAY, (day + 1) * PER_DAY).entries()) {
      clock.set(visit.at);
      await complete(service, visit, `H-${day + 1}${String(index).padStart(2, '0')}`);
      await settle(service);
      clock.set(2 * MINUTE_MS);
      await behave(service, visit);
      await settle(service);
    }
    // The next morning: what nobody answered has expired by the evening, the digest is due at nine.
    clock.set(new Date(midnight + DAY_MS + NINE_MS));
    await service.app.dueWork.sweep();
    await settle(service);
    await service.app.digests.enqueueDue();
    await service.app.worker.runAll();
  }
}

async function complete(service: Service, visit: Visit, externalId: string): Promise<void> {
  const { at, platform, behaviour: _behaviour, ...facts } = visit;
  const response = await fetch(`${service.url}/api/v1/dialogues`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${service.apiKey}` },
    body: JSON.stringify({ ...facts, channel: platform, externalId, completedAt: at.toISOString() }),
  });
  if (response.status !== 201)
    throw new Error(`the API answered ${response.status}: ${await response.text()}`);
}

/** A client can only answer what arrived; somebody who blocked the bot, or was not asked, stays silent. */
async function behave(service: Service, { platform: name, clientId, behaviour }: Visit): Promise<void> {
  const platform = platformOf(service, name);
  const chat = platform.chat(clientId);
  if (chat.blocked || chat.messages.at(-1)?.from !== 'bot') return;
  switch (behaviour.kind) {
    case 'silent':
      return;
    case 'comment':
    case 'type':
      await platform.say(clientId, behaviour.kind === 'type' ? behaviour.text : behaviour.comment);
      return;
    case 'change':
      await platform.tap(clientId, behaviour.button);
      await settle(service);
      await platform.tap(clientId, chat.locale === 'uk' ? 'Змінити' : 'Change');
      await settle(service);
      await platform.tap(clientId, behaviour.to);
      return;
    case 'rate':
      await platform.tap(clientId, behaviour.button);
      await settle(service);
      if (behaviour.next === 'comment') await platform.say(clientId, behaviour.comment);
      if (behaviour.next === 'skip') await skip(platform, clientId);
  }
}

async function skip(platform: SimulatedPlatform, clientId: string): Promise<void> {
  await platform.tap(clientId, platform.chat(clientId).locale === 'uk' ? 'Пропустити' : 'Skip');
}

const settle = (service: Service): Promise<void> => service.app.outbox.idle();

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

function platformOf(service: Service, channel: string): SimulatedPlatform {
  const platform = channel === 'viber' ? service.simulator?.viber : service.simulator?.telegram;
  if (!platform) throw new Error('the demo needs the simulated platforms');
  return platform;
}

const spell = (figure: number | null | undefined): string =>
  figure == null ? '—' : Number.isInteger(figure) ? String(figure) : figure.toFixed(4);

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
