import { z } from 'zod';
import { type Chat, chatKey, chatOf, chatSchema } from '../../access/chat.ts';
import type { People } from '../../access/people.ts';
import { type Person } from '../../access/person.ts';
import type { ChannelAdapter, ClientEvent, Message } from '../../channel.ts';
import { ApiError } from '../../errors.ts';
import { type CsvPart, csvParts } from '../../exports/csv-parts.ts';
import { fileName, type Format, formats } from '../../exports/file-name.ts';
import type { ExportWanted } from '../../exports/pages.ts';
import { xlsxFile } from '../../exports/xlsx.ts';
import type { Files } from '../../files/files.ts';
import { endOfRefusal } from '../../jobs/end-of-refusal.ts';
import { type Attempt, type JobEnd, type JobKind, jobKind } from '../../jobs/job-kind.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import { createTranslator, type Translate } from '../../locales/index.ts';
import type { Period } from '../../stats/period.ts';
import type { Statistics } from '../../stats/statistics.ts';
import type { Send } from '../answers.ts';
import { shortPeriod } from '../render/dates.ts';
import { narrowedTo } from '../reading/scope.ts';
import { tooMany } from './words.ts';

export interface ExportsOptions {
  statistics: Pick<Statistics, 'dialogues' | 'zone'>;
  people: Pick<People, 'current'>;
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'fileBytes' | 'sharedKeyboard'>>;
  send: Send;
  /** With the kinds of `exports/file-kinds.ts`. */
  files: Pick<Files, 'address'>;
  queue: JobQueue;
  /** The largest file that is sent rather than linked or cut into parts, in bytes. Default 20,000,000. */
  mostBytes?: number;
}

export interface ExportRequest {
  /** What asked for it: the same event asks once. */
  event: Pick<ClientEvent, 'id' | 'channel'>;
  chat: Chat;
  /** Whose dialogues they are: in a group the group. */
  person: Pick<Person, 'id'>;
  format: Format;
  period: Period;
}

export interface Exports {
  /**
   * Has a file made and brought to a chat. @returns false: there is no way, since the channel takes no files and the
   * service has no public address @throws {StoreError}
   */
  begin(request: ExportRequest): Promise<boolean>;
}

const MOST_BYTES = 20_000_000;
/** So long an address is good. */
const LINK_MS = 3_600_000;
const KEPT_MS = 7 * 86_400_000;
const KIND = 'export';

const payload = z.object({
  /** By which the jobs of one export are known. */
  asked: z.string(),
  person: z.string(),
  chat: chatSchema,
  format: z.enum(formats),
  from: z.string(),
  to: z.string(),
  /** 1 for the first file. */
  part: z.int(),
  /** Behind which dialogue the file begins. */
  after: z.object({ id: z.string(), completedAt: z.iso.datetime() }).nullable(),
});
type Payload = z.infer<typeof payload>;

/** One file that is being made. */
interface Making {
  job: Payload;
  period: Period;
  t: Translate;
  wanted: ExportWanted;
  /** The most bytes that the chat takes; null: none. */
  most: number | null;
  tell: (message: Message) => Promise<unknown>;
}

/**
 * Makes exports and brings them: as a document where the platform takes one and it is small; else as an address that
 * expires, where the service has a public one; else in numbered parts. Each part is a job, which enqueues the next one:
 * so one that fails is tried again by itself, and rights are read anew for each.
 */
export function createExports(options: ExportsOptions): Exports & { kind: JobKind } {
  const { statistics, people, channels, send, files, queue, mostBytes = MOST_BYTES } = options;

  return {
    async begin({ event, chat, person, format, period }) {
      const isTaken = mostOf(chat) !== null || (await addressOf(person.id, format, period)) !== null;
      if (!isTaken) return false;
      await enqueue({
        asked: `${event.channel}:${event.id}`,
        person: person.id,
        chat: chatOf(chat),
        format,
        from: period.from,
        to: period.to,
        part: 1,
        after: null,
      });
      return true;
    },
    // A file is in memory until it is sent.
    kind: jobKind(payload, run, { atOnce: 1, forgetAfterMs: KEPT_MS }),
  };

  /** The most bytes that a chat takes; null: none. */
  function mostOf({ channel }: Pick<Chat, 'channel'>): number | null {
    const most = channels.get(channel)?.fileBytes;
    return most === undefined ? null : Math.min(most, mostBytes);
  }

  async function run(job: Payload, { confirm }: Attempt): Promise<JobEnd> {
    const { chat, from, to, after } = job;
    const person = await people.current(job.person);
    const isTheirs = person?.chats.some((one) => chatKey(one) === chatKey(chat)) ?? false;
    const filter = person && narrowedTo(person, 'read_dialogues');
    if (!person || !isTheirs || !filter) {
      return { state: 'given_up', reason: 'whoever asked for it may not read these dialogues any more' };
    }
    const making: Making = {
      job,
      period: { from, to },
      t: createTranslator(person.language),
      wanted: { statistics, period: { from, to }, filter, ...(after && { after: cursorOf(after) }) },
      most: mostOf(chat),
      tell: (message) => send(chat, message, { beforeRequest: confirm, background: true }),
    };
    try {
      await (job.format === 'csv' ? bringCsv(making) : bringXlsx(making));
      return { state: 'done' };
    } catch (error) {
      return endOfRefusal(error);
    }
  }

  async function bringCsv(making: Making): Promise<void> {
    const { job, period, t, wanted, most, tell } = making;
    if (most === null) return bringLink(making);
    const part = await firstPart(wanted, most);
    const isWhole = job.part === 1 && part.isLast;
    // Of a large export an address is handier than many files.
    if (job.part === 1 && !part.isLast && (await addressOf(job.person, 'csv', period)) !== null)
      return bringLink(making);
    await tell({
      text: t('export.file', {
        period: shortPeriod(t, period),
        whole: isWhole ? 'yes' : part.isLast ? 'last' : 'no',
        part: job.part,
        rows: part.rows,
      }),
      file: { bytes: part.body, name: fileName('csv', period, isWhole ? null : job.part) },
    });
    const { last } = part;
    if (part.isLast || last === null) return;
    const after = { id: last.id, completedAt: last.completedAt.toISOString() };
    await enqueue({ ...job, part: job.part + 1, after });
  }

  async function bringXlsx(making: Making): Promise<void> {
    const { period, t, wanted, most, tell } = making;
    const body = await xlsxFile(wanted).catch((error: unknown) => {
      if (error instanceof ApiError && error.code === 'too_many_rows') return null;
      throw error;
    });
    if (body === null) return void (await tell(tooMany(t, period, null)));
    if (most === null || body.length > most) return bringLink(making);
    await tell({
      text: t('export.file', { period: shortPeriod(t, period), whole: 'excel', part: 1, rows: 0 }),
      file: { bytes: body, name: fileName('xlsx', period) },
    });
  }

  async function bringLink({ job, period, t, tell }: Making): Promise<void> {
    const url = await addressOf(job.person, job.format, period);
    // The service lost its public address since it was asked.
    if (url === null) return void (await tell({ text: t('export.noWay') }));
    const text = t('export.link', { format: job.format, period: shortPeriod(t, period) });
    // Where a chat has one keyboard, a question that waits takes it back.
    const isShared = channels.get(job.chat.channel)?.sharedKeyboard === true;
    await tell(
      isShared ? { text: `${text}\n${url}` } : { text, choices: [[{ label: t('export.download'), url }]] },
    );
  }

  function addressOf(person: string, format: Format, { from, to }: Period): Promise<string | null> {
    const name = fileName(format, { from, to });
    return files.address(`export_${format}`, name, { person, from, to }, LINK_MS);
  }

  function enqueue(job: Payload): Promise<boolean> {
    return queue.enqueue({
      kind: KIND,
      key: `${KIND}:${job.asked}:${job.part}`,
      payload: job,
      ordering: `${KIND}:${chatKey(job.chat)}`,
    });
  }
}

/** The first part alone is made. */
async function firstPart(wanted: ExportWanted, most: number): Promise<CsvPart> {
  for await (const part of csvParts(wanted, most)) return part;
  throw new Error('an export has one part at least');
}

const cursorOf = ({ id, completedAt }: NonNullable<Payload['after']>): ExportWanted['after'] => ({
  id,
  completedAt: new Date(completedAt),
});
