import type { Readable } from 'node:stream';
import type { Clock } from '../clock.ts';
import type { RecordStore } from '../store/ports/records.ts';
import { signingKey } from './signing-key.ts';
import { type Json, readFileToken, writeFileToken } from './token.ts';

export interface FileContent {
  /** The content type. */
  type: string;
  body: Uint8Array | Readable;
}

/** How files of one kind are made, when their address is opened: none is kept. */
export interface FileKind {
  /**
   * @param payload as it was given to `address`, perhaps by an earlier release
   * @returns null: there is no such file any more @throws {ApiError} when it cannot be made, with the remedy
   */
  open(payload: Json): Promise<FileContent | null>;
}

export type FileKinds = Readonly<Record<string, FileKind>>;

/** What an address leads to. */
export type Opened = { outcome: 'unknown' | 'expired' } | { outcome: 'found'; content: FileContent };

export interface Files {
  /**
   * An address that whoever has it can open until it expires: `https://host/files/<token>/<name>`. It says no more of
   * the payload than who has the address may know: the token is signed, not encrypted.
   * @param name 1..64 characters of A-Z a-z 0-9 _ - and a dot before its ending, such as `week.png`
   * @param ttlMs rounded up to whole seconds
   * @returns null: the service has no public address
   * @throws {RangeError} for another name, a kind that there is not, or an address of more than 512 characters
   */
  address(kind: string, name: string, payload: Json, ttlMs: number): Promise<string | null>;
  /** Looks at the signature first; the store is not asked for a token that is not good. */
  open(token: string, name: string, now: Date): Promise<Opened>;
}

export interface FilesOptions {
  store: Pick<RecordStore, 'findRecord' | 'insertRecord'>;
  clock: Pick<Clock, 'now' | 'newId'>;
  /** Where the internet reaches this service, without a slash at its end. */
  publicUrl: string | undefined;
  kinds: FileKinds;
}

/** Messengers and mail programs cut longer ones. */
const LONGEST_ADDRESS = 512;
const nameForm = /^[A-Za-z0-9_-]{1,56}\.[a-z0-9]{1,7}$/;

/**
 * Files behind signed, expiring addresses. Reads the key that signs them, or makes it; without a public address there
 * is nothing to sign.
 * @throws {StoreError}
 */
export async function createFiles({ store, clock, publicUrl, kinds }: FilesOptions): Promise<Files> {
  const key = publicUrl === undefined ? null : await signingKey(store, clock, 'files');
  const kindOf = (name: string): FileKind | undefined =>
    Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  return {
    async address(kind, name, payload, ttlMs) {
      if (key === null) return null;
      if (!nameForm.test(name)) throw new RangeError(`"${name}" is no name of a file such as week.png`);
      if (!kindOf(kind)) throw new RangeError(`there is no kind of file "${kind}"`);
      const expiresAt = Math.ceil((clock.now().getTime() + ttlMs) / 1000) * 1000;
      const token = writeFileToken({ kind, payload, expiresAt }, name, key);
      const address = `${publicUrl}/files/${token}/${name}`;
      if (address.length > LONGEST_ADDRESS) {
        throw new RangeError(
          `the address of "${name}" would have ${address.length} characters, and may have ${LONGEST_ADDRESS}; give it a shorter payload`,
        );
      }
      return address;
    },
    async open(token, name, now) {
      const claim = key && readFileToken(token, name, key);
      if (!claim) return { outcome: 'unknown' };
      if (now.getTime() >= claim.expiresAt) return { outcome: 'expired' };
      const content = await kindOf(claim.kind)?.open(claim.payload);
      return content ? { outcome: 'found', content } : { outcome: 'unknown' };
    },
  };
}
