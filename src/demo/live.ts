import type { SimulatedPlatform } from '../../simulator/platform.ts';
import type { SetClock } from '../clock.ts';
import { createTranslator } from '../locales/index.ts';
import type { Service } from '../service.ts';
import { blocker, createWeek, people, type Visit } from './week.ts';

export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const NINE_MS = 9 * 60 * MINUTE_MS;

/** Dialogues on some days, so many on each, from midnight UTC of the first. */
export interface Weeks {
  firstDay: Date;
  days: number;
  perDay: number;
  /** Whether a supervisor takes low ratings, and resolves them. */
  handled?: boolean;
}

/**
 * Lets the helpdesk end those dialogues and their clients answer, and sends each morning's digest.
 * @throws {Error} when a platform or the API refused a step
 */
export async function liveThrough(
  service: Service,
  clock: SetClock,
  { firstDay, days, perDay, handled = false }: Weeks,
): Promise<void> {
  for (const { platform, clientId, name, locale } of people) {
    const chats = platformOf(service, platform);
    chats.addClient({ clientId, name, locale });
    await chats.open(clientId);
    // On Viber a client subscribes by writing; before that a bot may not write.
    if (platform === 'viber') await chats.say(clientId, locale === 'uk' ? 'Добрий день!' : 'Hello!');
  }
  const week = createWeek(firstDay, days, perDay);
  for (let day = 0; day < days; day++) {
    const midnight = firstDay.getTime() + day * DAY_MS;
    if (day === 2) await platformOf(service, blocker.platform).block(blocker.clientId);
    for (const [index, visit] of week.slice(day * perDay, (day + 1) * perDay).entries()) {
      clock.set(visit.at);
      await complete(service, visit, `H-${day + 1}${String(index).padStart(2, '0')}`);
      await settle(service);
      clock.set(2 * MINUTE_MS);
      await behave(service, visit);
      await settle(service);
      if (handled) await handle(service, clock, day * perDay + index);
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

/** A supervisor takes most low ratings some minutes after they were told, and resolves most of those before the next visit. */
async function handle(service: Service, clock: SetClock, visit: number): Promise<void> {
  await service.app.worker.runAll();
  const supervisor = service.supervisors.at(-1);
  if (!supervisor) return;
  const { channel, clientId, language } = supervisor;
  const platform = platformOf(service, channel);
  const t = createTranslator(language);
  const shown = platform.chat(clientId).messages.at(-1)?.keyboard.flat() ?? [];
  if (visit % 6 === 5 || !shown.some(({ label }) => label === t('alert.take'))) return;
  clock.set((1 + (visit % 15)) * MINUTE_MS);
  await platform.tap(clientId, t('alert.take'));
  await service.app.worker.runAll();
  if (visit % 5 === 4) return;
  clock.set((2 + (visit % 9)) * MINUTE_MS);
  await platform.tap(clientId, t('alert.resolve'));
  await settle(service);
  await platform.say(clientId, notes[visit % notes.length] ?? '');
  await service.app.worker.runAll();
}

const notes = [
  'Called the client and explained.',
  'The parcel is on its way now.',
  'The money is paid back.',
];

async function skip(platform: SimulatedPlatform, clientId: string): Promise<void> {
  await platform.tap(clientId, platform.chat(clientId).locale === 'uk' ? 'Пропустити' : 'Skip');
}

const settle = (service: Service): Promise<void> => service.app.outbox.idle();

export function platformOf(service: Service, channel: string): SimulatedPlatform {
  const platform = channel === 'viber' ? service.simulator?.viber : service.simulator?.telegram;
  if (!platform) throw new Error('the demo needs the simulated platforms');
  return platform;
}
