// A process that counts its fsyncs around each write: node sync-probe.mjs PATH DIALOGUES(JSON)
import { readFileSync } from 'node:fs';
import { createSqliteStore } from '../../../dist/src/store/sqlite/store.js';

const [, , path, dialogue] = process.argv;
const fsyncs = () => Number(readFileSync(process.env.SLOW_FSYNC_COUNT).readBigUInt64LE());
const store = createSqliteStore({ path });
await store.open();
const counts = [];
// The first commits are made at once; as they are slow, the later ones go to another thread.
for (let n = 0; n < 8; n++) {
  const before = fsyncs();
  const times = ['completedAt', 'reportedAt', 'askedAt'].map((name) => [name, new Date(n)]);
  const one = { ...JSON.parse(dialogue), ...Object.fromEntries(times), id: `d${n}`, externalId: `e${n}` };
  await store.insertDialogue(one);
  counts.push(fsyncs() - before);
}
await store.close();
process.send(counts);
process.disconnect();
