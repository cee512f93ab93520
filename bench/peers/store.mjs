// Where a hand-written bot keeps its state and its ratings: a libsql file with synchronous FULL, or MongoDB.

/**
 * @param {string} uri `sqlite:<path>` or `mongodb://...`
 * @returns {Promise<{ read(key: string): Promise<unknown>, write(key: string, value: unknown): Promise<void>,
 *   delete(key: string): Promise<void>, rate(chat: number, rating: number): Promise<void>,
 *   comment(chat: number, text: string): Promise<void> }>}
 */
export async function openStore(uri) {
  return uri.startsWith('sqlite:') ? openSqlite(uri.slice('sqlite:'.length)) : openMongo(uri);
}

async function openSqlite(path) {
  const { default: Database } = await import('libsql');
  const database = new Database(path);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = FULL');
  database.exec('CREATE TABLE IF NOT EXISTS states (key TEXT PRIMARY KEY, value TEXT NOT NULL)');
  database.exec(`CREATE TABLE IF NOT EXISTS ratings
    (id INTEGER PRIMARY KEY, chat INTEGER NOT NULL, rating INTEGER NOT NULL, comment TEXT, at INTEGER NOT NULL)`);
  database.exec('CREATE INDEX IF NOT EXISTS ratings_chat ON ratings (chat)');
  const find = database.prepare('SELECT value FROM states WHERE key = ?');
  const put = database.prepare(
    'INSERT INTO states VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const remove = database.prepare('DELETE FROM states WHERE key = ?');
  const rate = database.prepare('INSERT INTO ratings (chat, rating, at) VALUES (?, ?, ?)');
  const comment = database.prepare(
    'UPDATE ratings SET comment = ? WHERE id = (SELECT max(id) FROM ratings WHERE chat = ?)',
  );
  return {
    async read(key) {
      const row = find.get(key);
      return row ? JSON.parse(row.value) : undefined;
    },
    async write(key, value) {
      put.run(key, JSON.stringify(value));
    },
    async delete(key) {
      remove.run(key);
    },
    async rate(chat, rating) {
      rate.run(chat, rating, Date.now());
    },
    async comment(chat, text) {
      comment.run(text, chat);
    },
  };
}

async function openMongo(uri) {
  const { MongoClient } = await import('mongodb');
  const client = await MongoClient.connect(uri, { writeConcern: { w: 'majority', journal: true } });
  const states = client.db().collection('states');
  const ratings = client.db().collection('ratings');
  await ratings.createIndex({ chat: 1, at: -1 });
  return {
    async read(key) {
      const found = await states.findOne({ _id: key });
      return found ? JSON.parse(found.value) : undefined;
    },
    async write(key, value) {
      await states.replaceOne({ _id: key }, { value: JSON.stringify(value) }, { upsert: true });
    },
    async delete(key) {
      await states.deleteOne({ _id: key });
    },
    async rate(chat, rating) {
      await ratings.insertOne({ chat, rating, at: new Date() });
    },
    async comment(chat, text) {
      await ratings.findOneAndUpdate({ chat }, { $set: { comment: text } }, { sort: { at: -1 } });
    },
  };
}
