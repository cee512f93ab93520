/** The kinds of value that variables of the environment have. */
import { z } from 'zod';

export const text = z.string().trim().min(1);

export const secret = text.min(16, 'is shorter than 16 characters; make one with: openssl rand -hex 24');

/** An address is shown in errors, so no secret may stand in it. */
export const httpUrl = text
  .refine((url) => /^https?:$/.test(protocolOf(url)) && !/\s/.test(url), {
    error: 'is not an address such as https://csat.example.com',
    abort: true,
  })
  .refine(
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
