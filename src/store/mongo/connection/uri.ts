import { createScrub } from '../../../text/scrub.ts';

/** What may be said of a connection string, and what must not. */
export interface MongoAddress {
  /** `host/db`, or `host1:27017,host2:27017/db`. */
  place: string;
  /** The database in the path, else `afterword`. */
  database: string;
  /** True when the string sets this option itself. */
  sets(option: string): boolean;
  /** `text` without the user and the password, also decoded; a short one is taken out of addresses only. */
  scrub(text: string): string;
}

/** Takes any text, so that even one that the driver refuses gives nothing away. */
export function readMongoUri(uri: string): MongoAddress {
  const rest = uri.replace(/^mongodb(\+srv)?:\/\//, '');
  const at = rest.lastIndexOf('@');
  const userinfo = rest.slice(0, Math.max(at, 0));
  const [, hosts = '', path = ''] = /^([^/?]*)(?:\/([^?]*))?/.exec(rest.slice(at + 1)) ?? [];
  const database = path || 'afterword';
  const secrets = userinfo
    .split(/:(.*)/s)
    .flatMap((secret) => [secret, decoded(secret)])
    // A user that is called like the database is no secret, and its name stands in ordinary messages.
    .filter((secret) => secret !== '' && secret !== database);
  const scrub = createScrub(secrets);
  return {
    place: `${hosts}/${database}`,
    database,
    sets: (option) => new RegExp(`[?&]${option}=`, 'i').test(rest.slice(at + 1)),
    scrub: (text) => scrub(userinfo === '' ? text : text.replaceAll(`${userinfo}@`, '***@')),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
