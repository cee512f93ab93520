import mongoose, { type Connection, type Model } from 'mongoose';
import type { DialogueDocument, JobDocument, RecordDocument } from '../documents.ts';
import * as schemas from '../schemas.ts';
import { type Collection, createGroupedSaves, type GroupedSaves } from './grouped-saves.ts';
import type { MongoAddress } from './uri.ts';
import type { Client } from '../../../dialogue.ts';

export type { PipelineStage } from 'mongoose';

/**
 * How often the driver looks whether its pool has fewer connections than it should and closes those that are
 * of no more use. Its default, 100 ms, takes three quarters of what an idle service takes. The option is not in
 * the driver's types and is refused from outside, so it is set on the client before it connects.
 */
const POOL_CHECK_MS = 10_000;

export interface MongoStoreOptions {
  /** `mongodb://` or `mongodb+srv://`; without a database in it, that is `afterword`. */
  uri: string;
  /** How long an operation waits for a server that takes writes. Default: what the URI says, else 3000. */
  serverSelectionTimeoutMS?: number;
}

export interface Database {
  connection: Connection;
  dialogues: Model<DialogueDocument>;
  /** Changes of dialogues, several in one command. */
  dialogueSaves: GroupedSaves;
  clients: Model<Client>;
  scenarios: Model<{ _id: string; text: string }>;
  jobs: Model<JobDocument>;
  records: Model<RecordDocument>;
  schema: Model<{ _id: string; version: number }>;
}

/**
 * Connects on a connection of its own. A server that is lost later is looked for in the background; until it
 * is found, or one that hangs is given up (some 13 s by default), operations fail.
 */
export async function connect(options: MongoStoreOptions, address: MongoAddress): Promise<Database> {
  const client = createClient(options, address);
  try {
    await client.connect();
  } catch (error) {
    await client.close();
    throw error;
  }
  const connection = mongoose.createConnection();
  Object.assign(connection.config, { bufferCommands: false, autoIndex: false, autoCreate: false });
  connection.setClient(client);
  const dialogues = model<DialogueDocument>(connection, 'dialogues', schemas.dialogueDefinition);
  return {
    connection,
    dialogues,
    dialogueSaves: createGroupedSaves(
      connection.collection('dialogues') as unknown as Collection,
      () => new mongoose.Types.ObjectId(),
    ),
    clients: model(connection, 'clients', schemas.clientDefinition),
    scenarios: model(connection, 'scenarios', schemas.scenarioDefinition),
    jobs: model(connection, 'jobs', schemas.jobDefinition),
    records: model(connection, 'records', schemas.recordDefinition),
    schema: model(connection, 'schema', schemas.schemaDefinition),
  };
}

/** Creates what is missing; an index that exists otherwise, or that the documents contradict, is an error. */
export async function buildIndexes({ dialogues, clients, jobs, records }: Database): Promise<void> {
  await Promise.all([
    dialogues.collection.createIndexes([...schemas.dialogueIndexes]),
    clients.collection.createIndexes([...schemas.clientIndexes]),
    jobs.collection.createIndexes([...schemas.jobIndexes]),
    records.collection.createIndexes([...schemas.recordIndexes]),
  ]);
}

function createClient(options: MongoStoreOptions, address: MongoAddress): mongoose.mongo.MongoClient {
  const { uri, serverSelectionTimeoutMS = 3_000 } = options;
  const client = new mongoose.mongo.MongoClient(uri, {
    ...((options.serverSelectionTimeoutMS !== undefined || !address.sets('serverSelectionTimeoutMS')) && {
      serverSelectionTimeoutMS,
    }),
    ...(!address.sets('connectTimeoutMS') && { connectTimeoutMS: serverSelectionTimeoutMS }),
    driverInfo: { name: 'Mongoose', version: mongoose.version },
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: 10_000 },
    readPreference: 'primary',
    ignoreUndefined: true,
  });
  Object.assign(client.options, {
    dbName: address.database,
    // A pool that has to be filled first is filled by one connection at each look.
    ...(!address.sets('minPoolSize') && { minPoolSizeCheckFrequencyMS: POOL_CHECK_MS }),
  });
  return client;
}

function model<T>(connection: Connection, collection: string, definition: object): Model<T> {
  const schema = new mongoose.Schema(definition, {
    collection,
    strict: 'throw',
    strictQuery: 'throw',
    minimize: false,
    versionKey: false,
  });
  return connection.model<T>(collection, schema as never) as Model<T>;
}
