/** What to do about an error of SQLite; libsql gives the code as text or, from opening, only as a number. */
export function remedyOf(error: unknown): string {
  const code = codeOf(error);
  return remedies.find(([pattern]) => pattern.test(code))?.[1] ?? elsewhere;
}

const elsewhere = 'check the file, or set STORE_URL to another path';
const unwritable = 'let this user write the file and its folder, or set STORE_URL to another path';

const remedies: ReadonlyArray<[RegExp, string]> = [
  [/^SQLITE_NOTADB/, 'the file is something else: move it away, or set STORE_URL to another path'],
  [/^(SQLITE_FULL|ENOSPC)/, 'free some space on its disk'],
  [/^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|EACCES|EPERM|EROFS)/, unwritable],
  [/^(ENOTDIR|EEXIST)/, 'a part of its path is a file, not a folder: set STORE_URL to another path'],
  [/^(SQLITE_BUSY|SQLITE_LOCKED)/, 'another process keeps it locked: stop that one'],
  [/^SQLITE_CORRUPT/, 'the file is damaged: restore it from a backup'],
];

/** Another process has the lock that a write needs. */
export const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error));

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code;
  return /: 14"?\)$/.test(error.message) ? 'SQLITE_CANTOPEN' : '';
}
