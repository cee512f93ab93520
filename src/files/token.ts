import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What an address of a file says. */
export interface FileClaim {
  /** How the file is made. */
  kind: string;
  /** Of what. */
  payload: Json;
  /** Until then the address is good; in milliseconds since the epoch, a whole second. */
  expiresAt: number;
}

/** What `JSON.parse` gave is JSON. */
const claimForm = z.tuple([z.string(), z.int(), z.custom<Json>()]);
/** What `writeFileToken` writes: the claim, and 32 bytes of signature. */
const tokenForm = /^([A-Za-z0-9_-]{1,512})\.([A-Za-z0-9_-]{43})$/;

/** `<claim>.<HMAC-SHA256 of claim and name>`, both in base64url: so neither can be changed, nor the name of the file. */
export function writeFileToken({ kind, payload, expiresAt }: FileClaim, name: string, key: Buffer): string {
  const claim = Buffer.from(JSON.stringify([kind, expiresAt / 1000, payload])).toString('base64url');
  return `${claim}.${signatureOf(claim, name, key).toString('base64url')}`;
}

/** @returns null for anything that was not written with this key for this name */
export function readFileToken(token: string, name: string, key: Buffer): FileClaim | null {
  const [, claim = '', signature = ''] = tokenForm.exec(token) ?? [];
  const given = Buffer.from(signature, 'base64url');
  const right = signatureOf(claim, name, key);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  // The last letter of base64url holds bits that mean nothing; only one spelling is good.
  if (given.toString('base64url') !== signature) return null;
  const [kind, seconds, payload] = claimForm.parse(
    JSON.parse(Buffer.from(claim, 'base64url').toString('utf8')),
  );
  return { kind, payload, expiresAt: seconds * 1000 };
}

/** Neither part has a slash before the one between them, so no other two parts have the same text. */
const signatureOf = (claim: string, name: string, key: Buffer): Buffer =>
  createHmac('sha256', key).update(`${claim}/${name}`).digest();
