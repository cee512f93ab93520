/** A process of its own that keeps the write lock of an SQLite file: node lock.js FILE MILLISECONDS */
import Libsql from 'libsql';

const [, , path = '', ms = ''] = process.argv;
const database = new Libsql(path);
database.exec('PRAGMA busy_timeout = 5000');
database.exec('BEGIN IMMEDIATE');
process.send?.('locked');
setTimeout(() => {
  database.exec('COMMIT');
  process.exit();
}, Number(ms));
