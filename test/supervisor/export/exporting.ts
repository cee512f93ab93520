import type { Person } from '../../../src/access/person.ts';
import { scopeOf } from '../../../src/access/may.ts';
import type { Message } from '../../../src/channel.ts';
import type { Dialogue } from '../../../src/dialogue.ts';
import { createExportKinds } from '../../../src/exports/file-kinds.ts';
import { createFiles, type Files } from '../../../src/files/files.ts';
import { createJobQueue } from '../../../src/jobs/queue.ts';
import { createWorker } from '../../../src/jobs/worker.ts';
import { createStatistics } from '../../../src/stats/statistics.ts';
import { exportCommand } from '../../../src/supervisor/export/command.ts';
import { createExports } from '../../../src/supervisor/export/exports.ts';
import { aPerson } from '../../access/persons.ts';
import { named, readCsv } from '../../exports/read.ts';
import { aDialogue } from '../../support/dialogues.ts';
import { recordingLog } from '../../support/log.ts';
import { openStaffDesk, zone } from '../staff-desk.ts';

const chat = (clientId: string, channel = 'telegram') => [{ channel, clientId }];

/** Iryna sees everything, Petro Support, Olena her own; Viktor reads on Viber. */
export const iryna = aPerson({ id: 'iryna', role: 'analyst', chats: chat('1') });
export const petro = aPerson({ id: 'petro', teams: ['support'], chats: chat('2') });
export const olena = aPerson({ id: 'olena', role: 'operator', operators: ['olena'], chats: chat('3') });
export const integrator = aPerson({ id: 'integrator', role: 'integrator', chats: chat('4') });
export const viktor = aPerson({
  id: 'viktor',
  role: 'administrator',
  language: 'uk',
  chats: chat('5', 'viber'),
});

const everybody = [iryna, petro, olena, integrator, viktor];

export interface ExportOptions {
  publicUrl?: string;
  mostBytes?: number;
  persons?: Person[];
}

/** A desk with `/export`, whose jobs run when `run` is called. */
export async function openExports({ publicUrl, mostBytes, persons }: ExportOptions = {}) {
  const { log, entries } = recordingLog();
  /** Thrown by the next sends, one each; null: none. */
  const faults: Array<Error | null> = [];
  const served: { exports?: ReturnType<typeof createExports>; files?: Files } = {};
  const desk = await openStaffDesk(persons ?? everybody, async ({ store, clock, people, channels }) => {
    const statistics = createStatistics({ store, zone, clock });
    const kinds = createExportKinds({
      statistics,
      scopeOf: async (id) => {
        const person = await people.current(id);
        return person && scopeOf(person, 'read_dialogues');
      },
    });
    const files = await createFiles({ store, clock, publicUrl, kinds });
    const exports = createExports({
      statistics,
      people,
      channels,
      async send(to, message, options) {
        const fault = faults.shift();
        if (fault) throw fault;
        return channels.get(to.channel)?.send(to.clientId, message, options);
      },
      files,
      queue: createJobQueue({ store, clock }),
      ...(mostBytes !== undefined && { mostBytes }),
    });
    Object.assign(served, { exports, files });
    return { commands: { export: exportCommand }, tools: { exports } };
  });
  const { store, clock } = desk;
  const { exports, files } = served;
  if (!exports || !files) throw new Error('the desk serves no exports');
  const worker = createWorker({ store, kinds: { export: exports.kind }, clock, log });
  return {
    ...desk,
    exports,
    faults,
    entries,
    run: () => worker.runAll(),
    /** What stands in a person's chat, without the answers before the files. */
    messagesTo: (person: Person): Message[] =>
      desk.standing
        .filter(({ clientId }) => clientId === person.chats[0]?.clientId)
        .map(({ message }) => message),
    /** Opens an address. */
    async fetched(url: string): Promise<string | Uint8Array> {
      const [, token = '', name = ''] = /\/files\/([^/]+)\/([^/]+)$/.exec(url) ?? [];
      const found = await files.open(token, name, clock.now());
      if (found.outcome !== 'found') return found.outcome;
      const { body } = found.content;
      if (body instanceof Uint8Array) return body;
      const chunks: Buffer[] = [];
      for await (const chunk of body) chunks.push(Buffer.from(chunk as Buffer));
      return Buffer.concat(chunks);
    },
    async has(...dialogues: Array<Partial<Dialogue>>): Promise<void> {
      for (const one of dialogues) await store.insertDialogue(aDialogue(one));
    },
  };
}

/** The rows of a CSV file that came as a document. */
export function rowsOf(file: Uint8Array | undefined): Array<Record<string, string | undefined>> {
  return named(
    readCsv(
      Buffer.from(file ?? [])
        .toString('utf8')
        .slice(1),
    ),
  );
}
