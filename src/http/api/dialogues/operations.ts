import { type CorrectableFacts, type Dialogue, reportedDimensions } from '../../../dialogue.ts';
import { ApiError } from '../../../errors.ts';
import type { DialogueOperations, DialogueRef } from '../../../survey/operations/operations.ts';
import type { Caller } from '../../../access/keys/scopes.ts';
import type { Handlers } from '../serve.ts';
import { courseName } from '../gate/caller.ts';
import type { dialogues } from './contract.ts';
import { presentDialogue, type ShownDialogue } from './schema.ts';

type Names = 'correct' | 'reopen' | 'cancel' | 'void' | 'unvoid';
type OperationHandlers = Pick<Handlers<typeof dialogues>, Names | `${Names}Last`>;

interface Given {
  by: string | null;
  reason?: string | null;
}

/** What is done to a dialogue after it was reported: by its id, or by the ids of its conversation. */
export function dialogueOperations(operations: DialogueOperations): OperationHandlers {
  return {
    correct: ({ params, body, caller }) => correct(params, body, caller),
    reopen: ({ params, body, caller }) => reopen(params, body, caller),
    cancel: ({ params, body, caller }) => cancel(params, body, caller),
    void: ({ params, body, caller }) => voidRating(params, body, caller),
    unvoid: ({ params, body, caller }) => unvoid(params, body, caller),
    correctLast: ({ body, caller }) => correct(...named(body), caller),
    reopenLast: ({ body, caller }) => reopen(...named(body), caller),
    cancelLast: ({ body, caller }) => cancel(...named(body), caller),
    voidLast: ({ body, caller }) => voidRating(...named(body), caller),
    unvoidLast: ({ body, caller }) => unvoid(...named(body), caller),
  };

  async function reopen(ref: DialogueRef, { by }: Given, caller: Caller) {
    return shown(await operations.reopen(ref, by ?? courseName(caller)), ref);
  }

  async function voidRating(ref: DialogueRef, { by, reason }: Given & { reason: string }, caller: Caller) {
    return shown(await operations.voidRating(ref, { by: by ?? courseName(caller), reason }), ref);
  }

  async function unvoid(ref: DialogueRef, { by }: Given, caller: Caller) {
    return shown(await operations.undoVoid(ref, by ?? courseName(caller)), ref);
  }

  async function cancel(ref: DialogueRef, { by, reason }: Given, caller: Caller) {
    const why = { by: by ?? courseName(caller), ...(reason && { reason }) };
    const dialogue = await operations.cancel(ref, why);
    if (dialogue?.outcome === 'answered') {
      const message = 'its client has answered already; take the answer out of the figures with /void';
      throw new ApiError(409, 'conflict', message);
    }
    return shown(dialogue, ref);
  }

  async function correct(
    ref: DialogueRef,
    { by, ...given }: Given & Partial<Record<keyof CorrectableFacts, unknown>>,
    caller: Caller,
  ) {
    const facts = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    if (Object.keys(facts).length === 0) {
      const message = `send what is to be corrected: ${[...reportedDimensions, 'tags'].join(', ')}`;
      throw new ApiError(400, 'invalid_request', message);
    }
    const by_ = by ?? courseName(caller);
    return shown(await operations.correct(ref, facts as Partial<CorrectableFacts>, by_), ref);
  }
}

/** The ids of a conversation, and what else a body has. */
function named<Body extends { channel: string; clientId: string; externalId: string }>({
  channel,
  clientId,
  externalId,
  ...rest
}: Body): [DialogueRef, Omit<Body, 'channel' | 'clientId' | 'externalId'>] {
  return [{ channel, clientId, externalId }, rest];
}

/** @throws {ApiError} when there is none */
export function shown(dialogue: Dialogue | null, ref: DialogueRef): { dialogue: ShownDialogue } {
  if (dialogue) return { dialogue: presentDialogue(dialogue) };
  throw unknownDialogue(ref);
}

export function unknownDialogue(ref: DialogueRef): ApiError {
  const remedy = 'report it first with POST /api/v1/dialogues';
  const missing =
    'id' in ref
      ? {
          path: 'id',
          message: `there is no dialogue "${ref.id}"; it is the "id" that its report was answered with`,
        }
      : {
          path: 'externalId',
          message: `no dialogue "${ref.externalId}" of client "${ref.clientId}" on ${ref.channel} was reported; ${remedy}`,
        };
  return new ApiError(404, 'unknown_dialogue', missing.message, [missing]);
}
