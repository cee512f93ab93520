import { z } from 'zod';

/** Whoever has seen it may use it so long; it lets in nobody but its user. */
const GOOD_MS = 3_600_000;
/** The clocks of this machine and of the platform may differ so much. */
const AHEAD_MS = 5 * 60_000;
/** What the app hands over is much shorter. */
const LONGEST = 16_384;

/** What is read of it; the platform adds fields now and then. */
const signedForm = z.object({
  auth_date: z.coerce.number().int(),
  user: z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'is not JSON' });
        return z.NEVER;
      }
    })
    .pipe(z.object({ id: z.int().positive() })),
});

/**
 * Reads who opened a Mini App of the bot with this token: the app puts `tgWebAppData`, which the platform signs with the
 * token, into the fragment of the page's address.
 * @returns null: it is not signed, or badly, or older than an hour
 * @see https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
 */
export async function readInitData(
  fragment: string,
  token: string,
  now: Date,
): Promise<{ clientId: string } | null> {
  if (fragment.length > LONGEST) return null;
  const data = new URLSearchParams(fragment.replace(/^#/, '')).get('tgWebAppData');
  if (!data) return null;
  const { isValid } = await import('@tma.js/init-data-node');
  // Its age is held against the clock that is given, below.
  if (!isValid(data, token, { expiresIn: 0 })) return null;
  const signed = signedForm.safeParse(Object.fromEntries(new URLSearchParams(data)));
  if (!signed.success) return null;
  const { user, auth_date: seconds } = signed.data;
  const age = now.getTime() - seconds * 1000;
  return age <= GOOD_MS && age >= -AHEAD_MS ? { clientId: String(user.id) } : null;
}
