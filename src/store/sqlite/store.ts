import { messageOf, StoreError } from '../../errors.ts';
import {
  type Bound,
  connect,
  type Connection,
  disconnect,
  type Statements,
  transaction,
} from './connection.ts';
import { remedyOf } from './faults.ts';
import {
  type ClientRow,
  clientRow,
  type DialogueRow,
  dialogueRow,
  type TallyRow,
  toClient,
  toDialogue,
  toTally,
} from './rows.ts';
import { dimensions, withEvent } from '../../dialogue.ts';
import type { DialogueRange, ListOptions, Store } from '../store.ts';

export interface SqliteStoreOptions {
  /** The file; it and its folder are created. `:memory:` keeps nothing once closed. */
  path: string;
  /** How long a write waits for another process's write before it fails, in milliseconds. Default 5000. */
  busyTimeoutMS?: number;
  /** Called once when the file was deleted or replaced; from then on everything fails. */
  onLost?: (error: StoreError) => void;
}

/** A store in one file, for one machine; several processes may have it open. */
export function createSqliteStore({ path, busyTimeoutMS = 5_000, onLost }: SqliteStoreOptions): Store {
  const name = `embedded SQLite at ${path}`;
  let connection: Connection | null = null;
  let lost = false;

  /** @throws {StoreError} for whatever went wrong, with the place and the remedy */
  function attempt<T>(what: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof StoreError) throw error;
      const message = `${name}: could not ${what}: ${messageOf(error)}; ${remedyOf(error)}`;
      throw new StoreError(message, { cause: error });
    }
  }

  /**
   * A file that was deleted or replaced takes writes until it is closed, and then they are gone; so its path is
   * looked at before a write is acknowledged: two stats of some 2 microseconds beside a commit of 250 or more.
   * @throws {StoreError} once the path leads to another file, and ever after
   */
  function confirm({ identity }: Connection): void {
    if (!lost && !identity.holds()) {
      lost = true;
      onLost?.(
        new StoreError(
          `${name}: the file or its -wal was deleted or replaced while it was open, so nothing is saved any more; put the file back from a backup, or an empty one is made at the next start`,
        ),
      );
    }
    if (lost) throw gone();
  }

  const gone = () => new StoreError(`${name} is lost; start again once its file is back`);

  async function read<T>(what: string, work: (run: Statements) => T): Promise<T> {
    if (lost) throw gone();
    if (!connection) throw new StoreError(`${name} is not open`);
    const { run } = connection;
    return attempt(what, () => work(run));
  }

  async function write<T>(what: string, work: (run: Statements) => T): Promise<T> {
    if (lost) throw gone();
    const open = connection;
    if (!open) throw new StoreError(`${name} is not open`);
    try {
      return attempt(what, () => transaction(open.database, () => work(open.run)));
    } finally {
      confirm(open);
    }
  }

  return {
    name,
    open: async () => {
      connection ??= attempt('open it', () => connect(path, busyTimeoutMS));
    },
    close: async () => {
      const open = connection;
      connection = null;
      // SQLite removes the -wal by its name: of a file that was replaced that would be the other one's.
      if (open && !lost) attempt('close it', () => disconnect(open));
    },
    ping: () =>
      write('answer', (run) => {
        run.proveLiveness.change({});
      }),

    insertDialogue: (dialogue) =>
      write('keep a dialogue', (run) => {
        const row = dialogueRow(dialogue);
        const created = run.insertDialogue.change(row) === 1;
        // What was just written need not be read again.
        const [kept = row] = created ? [] : run.findReported.all<DialogueRow>(row);
        return { dialogue: toDialogue(kept), created };
      }),
    findDialogue: (channel, clientId, id) =>
      read('find a dialogue', (run) => {
        const [row] = run.findDialogue.all<DialogueRow>({ channel, clientId, id });
        return row ? toDialogue(row) : null;
      }),
    findForEvent: ({ channel, clientId, eventId, dialogueId, recent }) =>
      read('read what an event concerns', (run) => {
        const key = { channel, clientId };
        const [client] = run.findClient.all<ClientRow>(key);
        const mark = `"id":${JSON.stringify(eventId)}`;
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
    saveDialogue: (dialogue) =>
      write('save a dialogue', (run) => run.saveDialogue.change(dialogueRow(dialogue)) === 1),
    dueDialogues: (now, limit) =>
      read('look for due dialogues', (run) => {
        // Once a second, so a quiet service notices too.
        if (connection) confirm(connection);
        return run.dueDialogues.all<DialogueRow>({ now: now.getTime(), limit }).map(toDialogue);
      }),
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
    tallies: ({ asOf, ...range }) =>
      read('count dialogues', (run) =>
        (asOf
          ? run.talliesAsOf.all<TallyRow>({ ...rangeOf(range), asOf: asOf.getTime() })
          : run.tallies.all<TallyRow>(rangeOf(range))
        ).map(toTally),
      ),
    listDialogues: (options) =>
      read('list dialogues', (run) =>
        run[options.order === 'worst' ? 'listWorst' : 'listNewest']
          .all<DialogueRow>(listOf(options))
          .map(toDialogue),
      ),
    lateAnswers: ({ completedBefore, from, to, limit }) =>
      read('look for late answers', (run) =>
        run.lateAnswers
          .all<DialogueRow>({
            completedBefore: completedBefore.getTime(),
            from: from.getTime(),
            to: to.getTime(),
            limit,
          })
          .map(toDialogue),
      ),
    firstCompletedAt: () =>
      read('look for the first dialogue', (run) => {
        const [row] = run.firstCompletedAt.all<{ completedAt: number | null }>({});
        return row?.completedAt == null ? null : new Date(row.completedAt);
      }),

    findClient: (channel, clientId) =>
      read('find a client', (run) => {
        const [row] = run.findClient.all<ClientRow>({ channel, clientId });
        return row ? toClient(row) : null;
      }),
    saveClient: (facts, event) =>
      write('save a client', (run) => {
        const { channel, clientId } = facts;
        const [row] = run.findClient.all<ClientRow>({ channel, clientId });
        const events = row ? toClient(row).events : [];
        run.saveClient.change(clientRow({ ...facts, events: event ? withEvent(events, event) : events }));
      }),

    findScenario: (version) =>
      read('find a scenario', (run) => run.findScenario.all<{ text: string }>({ version })[0]?.text ?? null),
    saveScenario: (version, text) =>
      write('save a scenario', (run) => {
        run.saveScenario.change({ version, text });
      }),

    claimDigest: (key, now, until) =>
      write(
        'claim a digest',
        (run) => run.claimDigest.change({ ...key, now: now.getTime(), until: until.getTime() }) === 1,
      ),
    settleDigest: (key, done, toldUntil) =>
      write('settle a digest', (run) => {
        if (done) run.finishDigest.change({ ...key, toldUntil: toldUntil?.getTime() ?? null });
        else run.releaseDigest.change({ ...key });
      }),
    lastDigest: (supervisor, before) =>
      read('look for the last digest', (run) => {
        const [row] = run.lastDigest.all<{ day: string; toldUntil: number | null }>({ supervisor, before });
        if (!row) return null;
        return { day: row.day, toldUntil: row.toldUntil === null ? null : new Date(row.toldUntil) };
      }),
  };
}

function rangeOf({ from, to, filter = {} }: DialogueRange): Bound {
  const list = (wanted: string | readonly string[] | undefined): string | null =>
    wanted === undefined ? null : JSON.stringify([wanted].flat());
  return {
    from: from.getTime(),
    to: to.getTime(),
    ...Object.fromEntries(dimensions.map((name) => [name, list(filter[name])])),
  };
}

function listOf({ commented = false, rated, scale, after, limit, ...range }: ListOptions): Bound {
  const bound = rangeOf(range);
  return {
    ...bound,
    // The index is entered where the last page ended.
    ...(after && { to: Math.min(Number(bound.to), after.completedAt.getTime() + 1) }),
    commented: commented === false ? 0 : 1,
    commentedBefore: commented instanceof Date ? commented.getTime() : null,
    rated: rated === undefined ? null : Number(rated),
    onScale: scale === undefined ? 0 : 1,
    scale: scale ?? null,
    afterAt: after ? after.completedAt.getTime() : null,
    afterId: after ? after.id : null,
    limit,
  };
}
