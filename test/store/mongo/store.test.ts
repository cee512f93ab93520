import mongoose from 'mongoose';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { StoreError } from '../../../src/errors.ts';
import { createMongoStore } from '../../../src/store/mongo/store.ts';
import type { Store } from '../../../src/store/store.ts';
import { aDialogue, aSurvey } from '../../support/dialogues.ts';
import { describeMongo } from '../../support/mongo.ts';
import { everyMethod } from '../contract/closing.ts';
import { createTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';

async function opened(uri: string, serverSelectionTimeoutMS?: number): Promise<Store> {
  const store = createMongoStore({
    uri,
    ...(serverSelectionTimeoutMS !== undefined && { serverSelectionTimeoutMS }),
  });
  onTestFinished(() => store.close());
  await store.open();
  return store;
}

const withOption = (uri: string, option: string) => `${uri}${uri.includes('?') ? '&' : '?'}${option}`;

const failure = async (work: Promise<unknown>): Promise<StoreError> => {
  const error: unknown = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StoreError);
  return error as StoreError;
};

describeMongo('a tap over MongoDB', (uri) => {
  const two = ['changes'];
  it.each(everyMethod)('takes one command for %s', async (method, call) => {
    const store = await opened(withOption(uri, 'monitorCommands=true'));
    const commands: string[] = [];
    mongoose.connections
      .at(-1)
      ?.getClient()
      .on('commandStarted', ({ commandName }) => commands.push(commandName));
    await call(store);
    expect(commands).toHaveLength(two.includes(method) ? 2 : 1);
  });
});

describeMongo('the readiness of MongoDB', (uri) => {
  it('is told by a real write that a majority has and that is journaled', async () => {
    const store = await opened(withOption(uri, 'monitorCommands=true'));
    const commands: Array<Record<string, unknown>> = [];
    mongoose.connections
      .at(-1)
      ?.getClient()
      .on('commandStarted', ({ command }) => commands.push(command));
    await Promise.all([store.ping(), store.ping()]);
    expect(commands).toMatchObject([
      { update: 'liveness', writeConcern: { w: 'majority', j: true } },
      { update: 'liveness', writeConcern: { w: 'majority', j: true } },
    ]);
  });
});

describeMongo('the documents in MongoDB', (uri) => {
  let connection: mongoose.Connection;
  beforeAll(async () => {
    connection = await mongoose.createConnection(uri).asPromise();
    return () => connection.destroy();
  });

  it('have indexes for what is asked, and only those that wait in the one by wakeAt', async () => {
    await opened(uri);
    const indexes = await connection.collection('dialogues').indexes();
    expect(indexes.map(({ key }) => Object.keys(key).join()).toSorted()).toEqual([
      '_id',
      'changedAt,completedAt',
      'channel,clientId,askedAt',
      'channel,clientId,externalId,purpose,round',
      'completedAt,_id',
      'externalId',
      'heardAt',
      'rating,scale,completedAt,_id',
      'wakeAt',
    ]);
    expect(indexes.find(({ name }) => name === 'due')).toMatchObject({
      partialFilterExpression: { wakeAt: { $type: 'date' } },
    });
    expect(indexes.find(({ name }) => name === 'round_once')).toMatchObject({ unique: true });
  });

  it('have an index that carries the order of the lists, so that no list sorts all history', async () => {
    await opened(uri);
    const indexes = await connection.collection('dialogues').indexes();
    expect(indexes.map(({ key }) => JSON.stringify(key))).toContain('{"completedAt":-1,"_id":1}');
  });

  it('of an older release, which lack the times of their answers, are counted by the one time that they have', async () => {
    const store = await opened(uri);
    const answeredAt = new Date('1997-01-01T10:00:00Z');
    const channel = 'older-release';
    const given = aDialogue({
      channel,
      outcome: 'answered',
      rating: 3,
      comment: 'x',
      answeredAt,
      reportedAt: new Date(0),
    });
    await store.insertDialogue({ ...given, completedAt: answeredAt });
    const times = { ratedAt: 1, commentedAt: 1, heardAt: 1 } as const;
    await connection.collection('dialogues').updateOne({ channel }, { $unset: times });
    const range = { from: new Date(0), to: new Date(), filter: { channel } };
    const after = await store.tallies({ ...range, asOf: new Date(answeredAt.getTime() + 1) });
    expect(after).toMatchObject([{ outcome: 'answered', rating: 3, commented: true }]);
    const before = await store.tallies({ ...range, asOf: answeredAt });
    expect(before).toMatchObject([{ rating: null, commented: false }]);
    expect((await store.listDialogues({ ...range, limit: 1 }))[0]).not.toHaveProperty('heardAt');
  });

  it('that were kept before a dimension was added have none there', async () => {
    const store = await opened(uri);
    const given = aDialogue({ channel: 'before-the-dimension', topic: 'Refunds' });
    const { channel, clientId, id } = (await store.insertDialogue(given)).dialogue;
    await connection.collection('dialogues').updateOne({ channel }, { $unset: { topic: 1 } });
    expect(await store.findDialogue(channel, clientId, id)).toHaveProperty('topic', null);
  });

  it('give no field a name out of a scenario', async () => {
    const store = await opened(uri);
    const variables = { 'a.b': 1, $where: 2 };
    const survey = aSurvey({ variables });
    const { id } = (await store.insertDialogue(aDialogue({ clientId: 'names', survey }))).dialogue;
    const document = await connection.collection('dialogues').findOne({ _id: id as never });
    expect(document?.survey.variables).toEqual([
      { name: 'a.b', value: 1 },
      { name: '$where', value: 2 },
    ]);
  });

  it('refuse a field that the schema does not know', async () => {
    const store = await opened(uri);
    const strange = { ...aDialogue(), mood: 'good' };
    expect((await failure(store.insertDialogue(strange))).message).toContain('mood');
    expect((await failure(store.saveDialogue(strange))).message).toContain('mood');
  });
});

describeMongo('an index that MongoDB cannot build', (uri) => {
  it('keeps the store from opening and says which', async () => {
    const connection = await mongoose.createConnection(uri).asPromise();
    onTestFinished(() => connection.destroy());
    const twice = { channel: 'telegram', clientId: 'twice', externalId: 'twice' };
    await connection
      .collection('dialogues')
      .insertMany([twice, { ...twice, _id: new mongoose.Types.ObjectId() }]);
    const store = createMongoStore({ uri });
    const { message } = await failure(store.open());
    expect(message).toContain(`${store.name}: could not build its indexes: `);
    expect(message).toMatch(/duplicate.*round_once.*; remove the documents or the index/i);
    expect((await failure(store.ping())).message).toContain('is not open');
  });
});

describeMongo('a MongoDB that goes away', (uri) => {
  const [, host = '', port = '27017'] = /^mongodb:\/\/(?:[^@/]*@)?([^:/?,]+)(?::(\d+))?/.exec(uri) ?? [];
  const through = ({ host: proxy }: TcpProxy) =>
    withOption(uri.replace(/^(mongodb:\/\/(?:[^@/]*@)?)[^/]+/, `$1${proxy}`), 'directConnection=true');
  const proxied = async () => {
    const proxy = createTcpProxy({ host, port: Number(port) });
    onTestFinished(() => proxy.down());
    await proxy.up();
    return proxy;
  };

  it('fails each method within its time, and is found again by itself', async () => {
    const proxy = await proxied();
    // Longer than the driver's shortest pause between two looks for a server, half a second.
    const store = await opened(through(proxy), 1_000);
    const given = aDialogue();
    await store.insertDialogue(given);
    await proxy.down();
    await Promise.all(
      everyMethod.map(async ([method, call]) => {
        const { message } = await failure(call(store));
        expect(message, method).toMatch(/; check that the server runs and that STORE_URL names it$/);
      }),
    );
    await proxy.up();
    expect(await store.saveDialogue(given)).toBe(true);
  }, 20_000);

  it('fails a method when the server takes the command and never answers', async () => {
    const proxy = await proxied();
    const store = await opened(withOption(through(proxy), 'heartbeatFrequencyMS=500'), 300);
    await store.ping();
    proxy.hang();
    const hung = failure(store.saveDialogue(aDialogue()));
    expect((await hung).message).toContain(`${store.name}: could not save a dialogue: `);
    await proxy.down();
  }, 20_000);

  it('fails to open, and opens once it is there', async () => {
    const proxy = await proxied();
    const store = createMongoStore({ uri: withOption(through(proxy), 'serverSelectionTimeoutMS=200') });
    onTestFinished(() => store.close());
    await proxy.down();
    expect((await failure(store.open())).message).toContain(`${store.name}: could not connect: `);
    await proxy.up();
    await store.open();
    await store.ping();
  }, 20_000);

  it('closes while it is away', async () => {
    const proxy = await proxied();
    const store = await opened(through(proxy), 200);
    await proxy.down();
    await store.close();
    expect((await failure(store.ping())).message).toContain('is not open');
  });
});

describe('the password of MongoDB', () => {
  it.each([
    'mongodb://afterword:s3cr%40t@127.0.0.1:1/survey?authSource=admin',
    'mongodb://s3cr@t:s3cr@t@127.0.0.1:1/survey',
    'mongodb://user:s3cr/t@127.0.0.1:1/survey',
    'mongodb://user:s3cr?t@127.0.0.1:1/survey',
    'mongodb://user:s3cr%t@127.0.0.1:1/survey',
    'mongodb://s3cr[t]:x@127.0.0.1:1/survey',
    'mongodb://user:s3cr%40t@127.0.0.1:1/survey?nonsense=s3cr%40t',
    'mongodb://user:s3cr%40t@127.0.0.1:1/survey?w=s3cr%40t&tls=s3cr%40t',
  ])('is in no name and no error of %s', async (uri) => {
    const store = createMongoStore({ uri, serverSelectionTimeoutMS: 50 });
    const error = await failure(store.open());
    expect(store.name).toBe('MongoDB at 127.0.0.1:1/survey');
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toMatch(
      /s3cr/,
    );
    expect(error.message).toMatch(/STORE_URL/);
  });

  it('is left out of the name of a cluster, whose database is afterword unless the URI says another', () => {
    const named = (uri: string) => createMongoStore({ uri }).name;
    expect(named('mongodb+srv://u:p@cluster.example.net')).toBe('MongoDB at cluster.example.net/afterword');
    expect(named('mongodb://u:p@a:1,b:2/?replicaSet=rs')).toBe('MongoDB at a:1,b:2/afterword');
    expect(named('mongodb://localhost/mine?appName=x')).toBe('MongoDB at localhost/mine');
  });
});

describeMongo('the pool of connections to MongoDB', (uri) => {
  /** Milliseconds between two looks of the driver at its pool. */
  async function lookEvery(address: string): Promise<unknown> {
    await opened(address);
    const client = mongoose.connections.at(-1)?.getClient() as unknown as {
      topology: { s: { servers: Map<string, { pool: { options: Record<string, unknown> } }> } };
    };
    const [server] = client.topology.s.servers.values();
    return server?.pool.options.minPoolSizeCheckFrequencyMS;
  }

  it('is looked at by the driver every ten seconds, so that an idle service has little to do', async () => {
    expect(await lookEvery(uri)).toBe(10_000);
  });

  it('is looked at as often as the driver does by itself where the address asks for connections kept ready', async () => {
    expect(await lookEvery(withOption(uri, 'minPoolSize=3'))).toBe(100);
  });
});
