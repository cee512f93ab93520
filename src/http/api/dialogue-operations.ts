import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type CorrectableFacts, type Dialogue, reportedDimensions } from '../../dialogue.ts';
import { ApiError } from '../../errors.ts';
import type { DialogueOperations, DialogueRef } from '../../survey/operations/operations.ts';
import { errorResponses } from '../refusals.ts';
import { dialogueSchema, presentDialogue } from './schemas/dialogue.ts';
import { idOf, optionalName, requiredName, tagList } from './texts.ts';

/** The default of `by`. */
const API = 'api';

const who = { by: optionalName };
const whoMayBeWhy = { ...who, reason: optionalName };
const whoAndWhy = { ...who, reason: requiredName };
const correction = {
  ...who,
  ...(Object.fromEntries(reportedDimensions.map((name) => [name, optionalName.optional()])) as object),
  tags: tagList(50).optional(),
};

const byId = z.object({ id: idOf() });
const conversation = { channel: idOf(), clientId: idOf(128), externalId: idOf() };
const response = { 200: z.object({ dialogue: dialogueSchema }), ...errorResponses };

/** The body of a request without the ids of its dialogue. */
type Given<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>;

/**
 * - `POST /dialogues/{id}/reopen`, `/void`, `/unvoid` and `/cancel`, `PATCH /dialogues/{id}`
 * - the same without an id: the body then names `channel`, `clientId` and `externalId`, and means the last round
 */
export function dialogueOperationRoutes(operations: DialogueOperations): FastifyPluginAsync {
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();

    add('POST', '/reopen', who, (ref, { by }) => operations.reopen(ref, by ?? API));
    add('POST', '/void', whoAndWhy, (ref, { by, reason }) =>
      operations.voidRating(ref, { by: by ?? API, reason }),
    );
    add('POST', '/unvoid', who, (ref, { by }) => operations.undoVoid(ref, by ?? API));
    add('POST', '/cancel', whoMayBeWhy, async (ref, { by, reason }) => {
      const dialogue = await operations.cancel(ref, { by: by ?? API, ...(reason !== null && { reason }) });
      if (dialogue?.outcome === 'answered') {
        const message = 'its client has answered already; take the answer out of the figures with /void';
        throw new ApiError(409, 'conflict', message);
      }
      return dialogue;
    });
    add('PATCH', '', correction, (ref, { by, ...given }) => {
      const facts = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      if (Object.keys(facts).length === 0) {
        const message = `send what is to be corrected: ${[...reportedDimensions, 'tags'].join(', ')}`;
        throw new ApiError(400, 'invalid_request', message);
      }
      return operations.correct(ref, facts as Partial<CorrectableFacts>, by ?? API);
    });

    /** Both addresses of an operation. */
    function add<Shape extends z.ZodRawShape>(
      method: 'POST' | 'PATCH',
      path: string,
      shape: Shape,
      run: (ref: DialogueRef, given: Given<Shape>) => Promise<Dialogue | null>,
    ): void {
      const own = z.preprocess((given) => given ?? {}, z.strictObject(shape));
      server.route({
        method,
        url: `/dialogues/:id${path}`,
        schema: { params: byId, body: own, response },
        handler: async ({ params, body }) => shown(await run(params, body as Given<Shape>), params),
      });
      const named = z.strictObject({ ...shape, ...conversation });
      server.route({
        method,
        url: `/dialogues${path}`,
        schema: { body: named, response },
        handler: async ({ body }) => {
          const { channel, clientId, externalId, ...given } = body as Given<typeof conversation>;
          const ref = { channel, clientId, externalId };
          return shown(await run(ref, given as Given<Shape>), ref);
        },
      });
    }
  };
}

/** @throws {ApiError} when there is none */
function shown(dialogue: Dialogue | null, ref: DialogueRef): z.input<(typeof response)[200]> {
  if (dialogue) return { dialogue: presentDialogue(dialogue) };
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
  throw new ApiError(404, 'unknown_dialogue', missing.message, [missing]);
}
