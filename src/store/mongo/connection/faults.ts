/** What to do about an error of the driver or of mongoose; '' when its message says all there is. */
export function remedyOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const code = 'code' in error && typeof error.code === 'number' ? error.code : 0;
  // The driver gives a bulk write that did not reach the server this name, and no code.
  const name = error.name === 'MongoBulkWriteError' && code === 0 ? 'MongoNetworkError' : error.name;
  return remedies.find(({ names, codes }) => names?.test(name) || codes?.includes(code))?.remedy ?? '';
}

/** A write met a document with the same unique key. DocumentDB names neither the key nor the index. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 11000;
}

/** Another write of the same document was first. DocumentDB tells it as PostgreSQL's deadlock. */
export function isWriteConflict(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === 112) || error.message.includes('deadlock detected');
}

/** Some writes of one command failed, and others took effect. */
export function failedInPart(error: unknown): boolean {
  return error instanceof Error && 'writeErrors' in error && [error.writeErrors].flat().length > 0;
}

/** @see https://www.mongodb.com/docs/manual/reference/error-codes/ */
const remedies: ReadonlyArray<{ names?: RegExp; codes?: readonly number[]; remedy: string }> = [
  { codes: [18, 8000], remedy: 'check the user and the password in STORE_URL' },
  { codes: [13], remedy: 'let the user of STORE_URL read, write and index this database' },
  { codes: [64, 100], remedy: 'check that a majority of the replica set is up' },
  { names: /Parse|MongoAPIError|InvalidArgument|MongoRuntimeError/, remedy: 'correct STORE_URL' },
  {
    names: /ServerSelection|Network|PoolCleared|NotConnected|TopologyClosed|WaitQueue/,
    remedy: 'check that the server runs and that STORE_URL names it',
  },
];
