// Another process on the file: node writer.mjs PATH NAME COUNT; it says that it is ready and waits for a message.
import Database from 'libsql';

const [path, name, count] = process.argv.slice(2);
const file = new Database(path);
file.exec('PRAGMA busy_timeout = 5000');
const insert = file.prepare('INSERT INTO scenarios (version, text) VALUES (?, ?)');
process.once('message', () => {
  for (let i = 0; i < Number(count); i++) {
    file.exec('BEGIN IMMEDIATE');
    insert.run(`${name}-${i}`, 'text');
    file.exec('COMMIT');
  }
  process.disconnect();
});
process.send('ready');
