import { describe, expect, it } from 'vitest';
import { readMongoUri } from '../../../src/store/mongo/connection/uri.ts';

const message = 'Authentication failed: user a cannot read 1 database at a.example:27017';

describe('a message of the MongoDB driver', () => {
  it.each(['a', '1', 'read', 'user'])('is not garbled by the short password "%s"', (password) => {
    expect(readMongoUri(`mongodb://a:${password}@a.example/survey`).scrub(message)).toBe(message);
  });

  it('is not garbled by a user who is called like the database', () => {
    const address = readMongoUri('mongodb://afterword:s3cret-s3cret@db/afterword');
    expect(address.scrub('not authorized on afterword')).toBe('not authorized on afterword');
  });

  it.each(['a', 'p/w', 's3cr%40t-long', 's3cr@t-long'])(
    'shows no address with the password "%s"',
    (password) => {
      const uri = `mongodb://me:${password}@db:27017/survey`;
      const address = readMongoUri(uri);
      expect(address.scrub(`cannot parse ${uri}!`)).toBe('cannot parse mongodb://***@db:27017/survey!');
    },
  );

  it('shows a long password nowhere, decoded or as it was written', () => {
    const address = readMongoUri('mongodb://me:s3cr%40t-long@db/survey');
    for (const spelling of ['s3cr%40t-long', 's3cr@t-long']) {
      expect(address.scrub(`bad auth with ${spelling}.`)).toBe('bad auth with ***.');
    }
  });
});
