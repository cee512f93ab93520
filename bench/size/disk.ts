/** What finished dialogues take of a SQLite file: npm run bench -- size disk */
import Libsql from 'libsql';
import { type Button, channels } from '../tap/channels.ts';
import { startPlatform } from '../tap/platform.ts';
import { createBenchStore } from '../tap/store.ts';
import { afterword, startSubject } from '../tap/subject.ts';
import { printTable } from '../table.ts';

const DIALOGUES = 5_000;
const AT_ONCE = 20;
const A_PRIME = 7_919;
const comments = [
  'Everything was quick and polite, thank you.',
  'The courier was late, and nobody called me back.',
  'All good',
  'Дякую, дуже швидко допомогли з рахунком!',
];

/** Clients are asked on Viber, tap a rating and write a comment; then the file is read, table by table. */
export async function measureDisk(): Promise<void> {
  const channel = channels.viber;
  const platform = await startPlatform();
  const store = createBenchStore(undefined);
  const subject = await startSubject(afterword, {
    channel,
    platformUrl: channel.apiUrl(platform.url),
    store,
  });
  const awaited = new Map<string, (button: Button | undefined) => void>();
  platform.onCall = (call) => {
    const message = channel.message(call);
    if (message) awaited.get(message.clientId)?.(message.button);
  };
  let events = 0;
  let left = DIALOGUES;
  await Promise.all(Array.from({ length: AT_ONCE }, clientsInTurn));
  await subject.stop();
  await platform.close();
  print(store.path);
  await store.remove();

  async function clientsInTurn(): Promise<void> {
    // In no order, as clients come.
    while (left > 0) await survey((left-- * A_PRIME) % DIALOGUES);
  }

  async function survey(index: number): Promise<void> {
    const clientId = channel.clientId(index);
    const post = async (body: string): Promise<void> => {
      const { status } = await platform.post(subject.url, channel.headers(body), body);
      if (status !== 200) throw new Error(`an event was answered with ${status}`);
    };
    const nextMessage = (): Promise<Button | undefined> =>
      new Promise((resolve) => void awaited.set(clientId, resolve));
    await post(channel.text(++events, clientId, 'Hello'));
    const question = nextMessage();
    const dialogue = {
      channel: channel.name,
      clientId,
      externalId: `conv-${200_000 + index}`,
      operator: `Operator ${index % 20}`,
      team: `Team ${index % 4}`,
      topic: index % 2 === 0 ? 'invoice' : 'delivery',
    };
    const headers = { authorization: 'Bearer bench-key-0123456789abcdef' };
    await platform.post(subject.api ?? '', headers, JSON.stringify(dialogue));
    const button = await question;
    if (!button) throw new Error('a question came without a second button');
    const prompt = nextMessage();
    await post(channel.tap(++events, clientId, button));
    await prompt;
    const thanks = nextMessage();
    // On Viber a tap is a text as any other.
    const comment = comments[index % comments.length] ?? '';
    await post(channel.tap(++events, clientId, { ...button, data: comment }));
    await thanks;
  }
}

function print(path: string): void {
  const database = new Libsql(path);
  const tables = database
    .prepare(
      'SELECT name, sum(pgsize) AS size, sum(payload) AS payload FROM dbstat GROUP BY name ORDER BY size DESC',
    )
    .all() as Array<{ name: string; size: number; payload: number }>;
  database.close();
  const each = (bytes: number): string => (bytes / DIALOGUES).toFixed(0);
  const whole = tables.reduce((sum, { size }) => sum + size, 0);
  const rows = tables
    .filter(({ size }) => size >= DIALOGUES)
    .map(({ name, size, payload }) => [name, each(size), `${((payload / size) * 100).toFixed(0)} %`]);
  printTable(
    `Bytes of a SQLite file for each of ${DIALOGUES} finished dialogues`,
    ['table or index', 'bytes', 'of them filled'],
    [...rows, ['the whole file', each(whole), '']],
  );
}
