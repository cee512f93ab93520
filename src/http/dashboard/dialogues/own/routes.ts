import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Person } from '../../../../access/person.ts';
import type { Dialogue } from '../../../../dialogue.ts';
import { sendPage, type View, viewOf, visitorOf } from '../../kit/view.ts';
import { ownPath } from '../words.tsx';
import { type ActOptions, createActs } from './acts.ts';
import { findReadable } from './found.ts';
import { formBody, readText } from './form-state.ts';
import { createNotes } from './notes.ts';
import { noticeNames } from './notice.ts';
import { createOwnPageReader, type OwnPageSources } from './read.ts';
import { ownPage } from './page.tsx';

export type OwnPageOptions = OwnPageSources & Omit<ActOptions, 'notes'>;

const byId = z.object({ id: z.string() });
const maybeNote = z.object({ id: z.string(), note: z.string().default('') });
/** A button alone sends no body. */
const given = z.preprocess((sent) => sent ?? {}, formBody);
/** An unknown notice is none: addresses are copied and cut. */
const shown = z.object({ notice: z.enum(noticeNames).optional().catch(undefined) });

/**
 * `GET /dialogues/:id`, and what is done there:
 * `POST /dialogues/:id/alert/take`, `/alert/resolve`, `/dispute`, `/dispute/decide`, `/void`, `/unvoid`, `/notes`,
 * `/notes/:note`, `/notes/:note/delete`.
 * To who may not read a dialogue all of them answer as if there were none.
 */
export function ownPageRoutes(options: OwnPageOptions): FastifyPluginAsync {
  const { store, clock, language } = options;
  const notes = createNotes(store, clock);
  const read = createOwnPageReader({ ...options, notes });
  const acts = createActs({ ...options, notes });

  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();

    server.get('/dialogues/:id', { schema: { params: byId, querystring: shown } }, async (request, reply) => {
      const { dialogue, person, view } = await find(request);
      const notice = request.query.notice ?? null;
      return sendPage(reply, ownPage(await read({ dialogue, person, view, notice, form: null })));
    });
    for (const [path, act] of Object.entries(acts)) {
      server.post(
        `/dialogues/:id/${path}`,
        { schema: { params: maybeNote, body: given } },
        async (request, reply) => {
          const { dialogue, person, view } = await find(request);
          const { text, operator, ...sent } = request.body;
          const { note } = request.params;
          const words = { text: readText(text), operator: readText(operator) };
          const done = await act({ dialogue, person, t: view.t, note, ...sent, ...words });
          if (typeof done === 'string') return reply.redirect(`${ownPath(dialogue)}?notice=${done}`, 303);
          return sendPage(
            reply,
            ownPage(await read({ dialogue, person, view, notice: null, form: done })),
            400,
          );
        },
      );
    }
  };

  async function find(
    request: FastifyRequest<{ Params: { id: string } }>,
  ): Promise<{ dialogue: Dialogue; person: Person; view: View }> {
    const { person } = visitorOf(request);
    const dialogue = await findReadable(store, request.params.id, person);
    return { dialogue, person, view: { ...viewOf(request, language), address: ownPath(dialogue) } };
  }
}
