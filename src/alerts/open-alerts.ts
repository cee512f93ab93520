import { zoneOf } from '../access/quiet-hours.ts';
import { may } from '../access/may.ts';
import type { Person } from '../access/person.ts';
import type { Message } from '../channel.ts';
import { createTranslator } from '../locales/index.ts';
import { type Alert, subjectOf } from './alert.ts';
import type { AlertRecords } from './records.ts';
import { button } from './telling/buttons.ts';
import { briefOf } from './telling/render.ts';
import { openLabel } from './telling/render-summary.ts';
import { momentIn } from './telling/words.ts';

const states = ['open', 'taken'] as const;
const PAGE = 6;

/** Where a list goes on, as a button has it: the state, the moment and the id of what stood last. */
interface Cursor {
  state: (typeof states)[number];
  after?: { at: Date; id: string };
}

/**
 * The alerts that wait for somebody: first those that nobody took, then those that are not resolved, the newest first,
 * with a button for each and one for the next page.
 * @param page as the button has it; default: the first
 */
export async function listAlerts(
  records: AlertRecords,
  person: Person,
  zone: string,
  page = '',
): Promise<Message> {
  const t = createTranslator(person.language);
  const found: Alert[] = [];
  for await (const alert of waiting(records, person, readCursor(page))) {
    found.push(alert);
    if (found.length > PAGE) break;
  }
  const shown = found.slice(0, PAGE);
  if (shown.length === 0) return { text: t(page === '' ? 'alert.noneOpen' : 'alert.noMore') };
  const own = zoneOf(person.settings, zone);
  const lines = shown.map((alert) => {
    const time = momentIn(alert.raisedAt, person.language, own);
    const by = alert.takenBy?.name;
    const state = by === undefined ? t('alert.nobody') : t('alert.withSomebody', { name: by });
    return `• ${time} · ${briefOf(alert, t)}\n  ${state}`;
  });
  const last = shown.at(-1);
  return {
    title: t('alert.listTitle'),
    text: lines.join('\n'),
    choices: [
      ...shown.map((alert) => [button(openLabel(alert, t), `open:${alert.id}`)]),
      ...(found.length > PAGE && last ? [[button(t('alert.more'), `list:${writeCursor(last)}`)]] : []),
    ],
  };
}

async function* waiting(
  records: AlertRecords,
  person: Person,
  { state: first, after: begin }: Cursor,
): AsyncGenerator<Alert> {
  for (const state of states.slice(states.indexOf(first))) {
    const after = state === first ? begin : undefined;
    for await (const alert of records.each({ tag: state, ...(after && { after }) })) {
      if (may(person, 'handle_alerts', subjectOf(alert))) yield alert;
    }
  }
}

const writeCursor = ({ state, raisedAt, id }: Alert): string => `${state}:${raisedAt.toString(36)}:${id}`;

/** What cannot be read is the first page. */
function readCursor(page: string): Cursor {
  const [name, at = '', id = ''] = page.split(':');
  const state = states.find((one) => one === name);
  const time = new Date(Number.parseInt(at, 36));
  if (!state || Number.isNaN(time.getTime()) || id === '') return { state: 'open' };
  return { state, after: { at: time, id } };
}
