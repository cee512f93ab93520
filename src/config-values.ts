/** The kinds of value that variables of the environment have. */
import { z } from 'zod';

export const text = z.string().trim().min(1);

export const secret = text.min(16, 'is shorter than 16 characters; make one with: openssl rand -hex 24');

export const httpUrl = text.refine((url) => /^https?:$/.test(protocolOf(url)), {
  error: 'is not an address such as https://csat.example.com',
  abort: true,
});

/** A platform's API: its tokens have variables of their own, and an address is shown in errors. */
export const apiUrl = httpUrl.refine(
  (url) => !URL.canParse(url) || (new URL(url).username === '' && new URL(url).password === ''),
  'must not hold a user or a password',
);

/** Values separated by commas; empty ones are left out. */
export const list = z
  .string()
  .transform((spelled) => spelled.split(',').map((part) => part.trim()))
  .transform((parts) => parts.filter((part) => part !== ''));

export function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}
