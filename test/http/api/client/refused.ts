import { AfterwordError } from '../../../../src/http/api/client/error.ts';

/** What a request of the client was refused with; fails the test when it was not. */
export async function refused(request: Promise<unknown>): Promise<AfterwordError> {
  const outcome = await request.then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome && outcome.error instanceof AfterwordError) return outcome.error;
  throw new Error(
    `not refused: ${JSON.stringify(outcome)}`,
    'error' in outcome ? { cause: outcome.error } : {},
  );
}
