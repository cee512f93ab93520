import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/errors.ts';
import { createStore } from '../../src/store/index.ts';

describe('the store that STORE_URL names', () => {
  it.each([
    ['sqlite:./data/afterword.db', 'embedded SQLite at ./data/afterword.db'],
    ['sqlite:data/afterword.db', 'embedded SQLite at data/afterword.db'],
    ['sqlite:/var/lib/afterword.db', 'embedded SQLite at /var/lib/afterword.db'],
    ['sqlite:///var/lib/afterword.db', 'embedded SQLite at /var/lib/afterword.db'],
    ['sqlite::memory:', 'embedded SQLite at :memory:'],
    ['mongodb://user:secret@db.example.net:27017/survey', 'MongoDB at db.example.net:27017/survey'],
    ['mongodb+srv://user:secret@cluster.example.net', 'MongoDB at cluster.example.net/afterword'],
  ])('for %s is %s', async (url, name) => {
    expect((await createStore(url)).name).toBe(name);
  });

  it.each([
    ['postgres://user:secret@host/db', /^STORE_URL begins with "postgres:"; set it to sqlite:/],
    ['./data/afterword.db', /^STORE_URL has no scheme; set it to sqlite:/],
    ['secret', /^STORE_URL has no scheme/],
    ['sqlite:', /^STORE_URL has nothing after "sqlite:"/],
    ['mongodb://', /^STORE_URL has nothing after "mongodb:"/],
    ['constructor:x', /^STORE_URL begins with "constructor:"/],
  ])('is refused for %s, without a secret', async (url, fault) => {
    const error = await createStore(url).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConfigError);
    expect(String(error)).toMatch(new RegExp(fault.source.replace('^', '')));
    expect(String(error)).not.toMatch(/secret/);
  });
});
