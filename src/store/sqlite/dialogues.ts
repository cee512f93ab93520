import { dimensions } from '../../dialogue.ts';
import type { DialogueStore } from '../ports/dialogues.ts';
import type { Access } from './connection/access.ts';
import type { Statements } from './connection/connection.ts';
import { whole } from './queries/whole.ts';
import {
  changedColumns,
  type ClientRow,
  type DialogueRow,
  dialogueRow,
  eventMark,
  toClient,
  toDialogue,
} from './rows.ts';

const columns = [
  ...dimensions,
  ...`id clientId externalId purpose round reopenedAt superseded voided counted finished disputed course tags language completedAt reportedAt
    outcome notAskedReason notAskedAt scale rating comment askedAt scenarioVersion deliveredAt answeredAt survey events
    sendingBy sendingUntil wakeAt ratedAt commentedAt heardAt revision`.split(/\s+/),
];

/** An empty list. */
const NONE = '[]';

/** `:name` is bound from the field of that name. */
export const statements = {
  insertDialogue: `INSERT INTO dialogues (${columns.join(', ')})
    VALUES (${columns.map((column) => `:${column}`).join(', ')})
    ON CONFLICT (channel, clientId, externalId, purpose, round) DO NOTHING`,
  findReported: `SELECT ${whole} FROM dialogues
    WHERE channel = :channel AND clientId = :clientId AND externalId = :externalId AND purpose = :purpose
    ORDER BY round DESC LIMIT 1`,
  findDialogue: `SELECT ${whole} FROM dialogues WHERE id = :id AND channel = :channel AND clientId = :clientId`,
  findDialogueById: `SELECT ${whole} FROM dialogues WHERE id = :id`,
  findByExternalIds: `SELECT ${whole} FROM dialogues WHERE externalId IN (SELECT value FROM json_each(:externalIds))
    ORDER BY completedAt DESC, id DESC LIMIT :limit`,
  recentDialogues: `SELECT ${whole} FROM dialogues
    WHERE channel = :channel AND clientId = :clientId AND askedAt IS NOT NULL
    ORDER BY askedAt DESC, id LIMIT :limit`,
  /** The client's latest ones, and those that took the event; :mark is how its id stands in `events`. */
  dialoguesForEvent: `SELECT * FROM (
      SELECT ${whole}, row_number() OVER (ORDER BY askedAt DESC, id) AS rank FROM dialogues
      WHERE channel = :channel AND clientId = :clientId AND askedAt IS NOT NULL
    ) WHERE rank <= :recent OR instr(events, :mark) > 0 ORDER BY rank`,
  findClient: 'SELECT * FROM clients WHERE channel = :channel AND clientId = :clientId',
  unreachedDialogues: `SELECT ${whole} FROM dialogues
    WHERE channel = :channel AND clientId = :clientId AND completedAt >= :since
      AND outcome = 'not_asked' AND notAskedReason = 'unreachable'
    ORDER BY completedAt, id`,
  releaseOutboxes: `UPDATE dialogues
    SET sendingBy = NULL, sendingUntil = NULL, wakeAt = :now, revision = revision + 1
    WHERE wakeAt IS NOT NULL AND sendingBy = :instance`,
  dueDialogues: `SELECT ${whole} FROM dialogues WHERE wakeAt <= :now ORDER BY wakeAt, id LIMIT :limit`,
  nextWakeAt: 'SELECT min(wakeAt) AS wakeAt FROM dialogues WHERE wakeAt <= :until',
  countOutboxes: `SELECT channel, count(*) AS dialogues,
      min((SELECT min(json_extract(value, '$.since')) FROM json_each(entries))) AS since
    FROM dialogues JOIN outboxes ON dialogue = id WHERE wakeAt <= :until GROUP BY channel ORDER BY channel`,
  keepOutbox: `INSERT INTO outboxes (dialogue, entries) VALUES (:id, :outbox)
    ON CONFLICT (dialogue) DO UPDATE SET entries = excluded.entries`,
  forgetOutbox: 'DELETE FROM outboxes WHERE dialogue = :id',
} as const;

/** An index is written only for a column that is named. */
function updateOf(changed: readonly string[]): string {
  const columns = changed
    .filter((column) => column !== 'revision')
    .map((column) => `${column} = :${column}, `);
  return `UPDATE dialogues SET ${columns.join('')}revision = revision + 1
    WHERE id = :id AND channel = :channel AND clientId = :clientId AND revision = :revision`;
}

function keepOutbox(run: Statements<typeof statements>, id: string, outbox: string): void {
  if (outbox === NONE) run.forgetOutbox.change({ id });
  else run.keepOutbox.change({ id, outbox });
}

export function createDialogues(access: Access): DialogueStore {
  const { read, readInBackground, write } = access.using(statements);
  return {
    insertDialogue: (dialogue) =>
      write('keep a dialogue', (run) => {
        const row = dialogueRow(dialogue);
        const created = run.insertDialogue.change(row) === 1;
        if (created && row.outbox !== NONE) run.keepOutbox.change(row);
        // What was just written need not be read again.
        const [kept = row] = created ? [] : run.findReported.all<DialogueRow>(row);
        return { dialogue: toDialogue(kept), created };
      }),
    findDialogue: (channel, clientId, id) =>
      read('find a dialogue', (run) => {
        const [row] = run.findDialogue.all<DialogueRow>({ channel, clientId, id });
        return row ? toDialogue(row) : null;
      }),
    findDialogueById: (id) =>
      read('find a dialogue', (run) => {
        const [row] = run.findDialogueById.all<DialogueRow>({ id });
        return row ? toDialogue(row) : null;
      }),
    findLastRound: (channel, clientId, externalId) =>
      read('find a dialogue', (run) => {
        const key = { channel, clientId, externalId, purpose: 'csat' };
        const [row] = run.findReported.all<DialogueRow>(key);
        return row ? toDialogue(row) : null;
      }),
    findByExternalIds: (externalIds, limit) =>
      read('find dialogues', (run) =>
        run.findByExternalIds
          .all<DialogueRow>({ externalIds: JSON.stringify(externalIds), limit })
          .map(toDialogue),
      ),
    findForEvent: ({ channel, clientId, eventId, dialogueId, recent }) =>
      read('read what an event concerns', (run) => {
        const key = { channel, clientId };
        const [client] = run.findClient.all<ClientRow>(key);
        const mark = eventMark(eventId);
        const rows =
          recent > 0
            ? run.dialoguesForEvent.all<DialogueRow & { rank?: number }>({ ...key, recent, mark })
            : [];
        for (const row of rows) delete row.rank;
        const named = dialogueId !== undefined && rows.every(({ id }) => id !== dialogueId);
        if (named) rows.push(...run.findDialogue.all<DialogueRow>({ ...key, id: dialogueId }));
        return { client: client ? toClient(client) : null, dialogues: rows.map(toDialogue) };
      }),
    recentDialogues: (channel, clientId, limit) =>
      read("read a client's dialogues", (run) =>
        run.recentDialogues.all<DialogueRow>({ channel, clientId, limit }).map(toDialogue),
      ),
    saveDialogue: (dialogue, { before, mayWait } = {}) =>
      write(
        'save a dialogue',
        (run, prepare) => {
          const { id, channel, clientId, revision } = dialogue;
          const { outbox, ...changes } = before ? changedColumns(dialogue, before) : dialogueRow(dialogue);
          const update = prepare(updateOf(Object.keys(changes)));
          const isSaved = update.change({ id, channel, clientId, revision, ...changes }) === 1;
          if (isSaved && outbox !== undefined) keepOutbox(run, id, outbox);
          return isSaved;
        },
        mayWait,
      ),
    dueDialogues: (now, limit) =>
      read('look for due dialogues', (run) =>
        run.dueDialogues.all<DialogueRow>({ now: now.getTime(), limit }).map(toDialogue),
      ),
    nextWakeAt: (until) =>
      read('look for due dialogues', (run) => {
        // Every ten seconds at least, so a quiet service notices too.
        access.confirm();
        const [next] = run.nextWakeAt.all<{ wakeAt: number | null }>({ until: until.getTime() });
        return next?.wakeAt == null ? null : new Date(next.wakeAt);
      }),
    async countOutboxes(until) {
      const rows = await readInBackground<{ channel: string; dialogues: number; since: number | null }>(
        'count what is to be sent',
        'countOutboxes',
        { until: until.getTime() },
      );
      return rows.map(({ since, ...row }) => ({ ...row, since: since === null ? null : new Date(since) }));
    },
    unreachedDialogues: (channel, clientId, since) =>
      read("read a client's dialogues", (run) =>
        run.unreachedDialogues
          .all<DialogueRow>({ channel, clientId, since: since.getTime() })
          .map(toDialogue),
      ),
    releaseOutboxes: (instance, now) =>
      write('give outboxes back', (run) => {
        run.releaseOutboxes.change({ instance, now: now.getTime() });
      }),
  };
}
