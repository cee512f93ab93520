import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

export type FoundMongo = { uri: string; stop: () => Promise<void> } | { reason: string };

/** A download that takes longer is left for another day. */
const DOWNLOAD_LIMIT_MS = 20_000;

/** The server at MONGODB_TEST_URI; else a mongod of our own, from this machine or downloaded. */
export async function findMongo(): Promise<FoundMongo> {
  const { MONGODB_TEST_URI } = process.env;
  if (MONGODB_TEST_URI) return { uri: MONGODB_TEST_URI, stop: async () => {} };
  try {
    return await start(process.env.MONGOMS_SYSTEM_BINARY || onPath('mongod') || (await download()));
  } catch (error) {
    return { reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}

async function start(systemBinary: string): Promise<FoundMongo> {
  if (!existsSync(systemBinary)) throw new Error(`there is no ${systemBinary}`);
  process.env.MONGOMS_SYSTEM_BINARY_VERSION_CHECK = 'false';
  const { MongoMemoryServer } = await import('mongodb-memory-server');
  const server = await MongoMemoryServer.create({
    binary: { systemBinary },
    instance: { storageEngine: 'wiredTiger' },
  });
  return {
    uri: server.getUri(),
    stop: async () => {
      await server.stop();
    },
  };
}

function onPath(program: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** In a process of its own, because mongodb-memory-server cannot be told to give a download up. */
async function download(): Promise<string> {
  const script = `
    import { MongoBinary } from 'mongodb-memory-server';
    console.log('\\nfound ' + (await MongoBinary.getPath()));`;
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      timeout: DOWNLOAD_LIMIT_MS,
      killSignal: 'SIGKILL',
      env: { ...process.env, MONGOMS_MAX_RETRIES: '1' },
    });
    return stdout.slice(stdout.lastIndexOf('found ') + 'found '.length).trim();
  } catch (error) {
    const late = error instanceof Error && 'killed' in error && error.killed;
    throw new Error(`mongod could not be downloaded${late ? ` in ${DOWNLOAD_LIMIT_MS / 1_000} s` : ''}`, {
      cause: error,
    });
  }
}
