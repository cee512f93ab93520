import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { ApiError } from '../../errors.ts';
import type { Dialogue, Store } from '../../store/store.ts';
import type { Reporter } from '../../survey/report.ts';
import type { ScenarioShelf } from '../../survey/shelf.ts';

export interface DialogueRoutes {
  reporter: Reporter;
  shelf: ScenarioShelf;
  store: Pick<Store, 'listDialogues'>;
  channels: readonly string[];
  defaultScenario: string;
  clock: Clock;
}

/** A helpdesk's clock may be ahead of ours by so much. */
const CLOCK_SKEW_MS = 300_000;

const name = z.string().trim().min(1).max(200);
/** Helpdesks send an empty text for none. */
const optionalName = z
  .string()
  .trim()
  .max(200)
  .nullish()
  .transform((given) => given || null);
const newDialogue = z.strictObject({
  channel: z.string(),
  clientId: z.string().trim().min(1).max(128),
  externalId: name,
  operator: optionalName,
  team: optionalName,
  topic: optionalName,
  tags: z.array(name).max(50).default([]),
  language: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'is not a language tag such as en or uk')
    .nullish(),
  scenario: z.string().nullish(),
  completedAt: z.iso
    .datetime({ offset: true, message: 'is not a time such as 2026-11-22T14:03:00Z' })
    .nullish(),
});

const listQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(50) });

/** `POST /dialogues` reports a completed dialogue; `GET /dialogues` lists the latest, newest first. */
export function dialogueRoutes(options: DialogueRoutes): FastifyPluginAsync {
  const { reporter, shelf, store, channels, defaultScenario, clock } = options;
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();

    server.post('/dialogues', { schema: { body: newDialogue } }, async ({ body }, reply) => {
      if (!channels.includes(body.channel)) {
        throw unknown('channel', body.channel, channels);
      }
      const scenario = shelf.current(body.scenario ?? defaultScenario);
      if (!scenario) throw unknown('scenario', body.scenario ?? defaultScenario, shelf.ids());
      const now = clock.now();
      const completedAt = body.completedAt ? new Date(body.completedAt) : now;
      if (completedAt.getTime() > now.getTime() + CLOCK_SKEW_MS) {
        const fault = { path: 'completedAt', message: `lies in the future; it is ${now.toISOString()} here` };
        throw new ApiError(400, 'invalid_request', 'a completed dialogue ended in the past', [fault]);
      }
      const { dialogue, created } = await reporter.report({
        channel: body.channel,
        clientId: body.clientId,
        externalId: body.externalId,
        operator: body.operator,
        team: body.team,
        topic: body.topic,
        tags: body.tags,
        language: body.language ?? null,
        scenario,
        completedAt,
      });
      const reason = dialogue.outcome === 'scheduled' ? 'scheduled' : dialogue.notAskedReason;
      return reply
        .status(created ? 201 : 200)
        .send({ dialogue: present(dialogue), asked: dialogue.askedAt !== null, reason });
    });

    server.get('/dialogues', { schema: { querystring: listQuery } }, async ({ query }) => {
      const range = { from: new Date(0), to: new Date(clock.now().getTime() + CLOCK_SKEW_MS + 1) };
      const dialogues = await store.listDialogues({ ...range, limit: query.limit });
      return { dialogues: dialogues.map(present) };
    });
  };
}

function unknown(what: 'channel' | 'scenario', given: string, known: readonly string[]): ApiError {
  const fault = { path: what, message: `there is no ${what} "${given}"; there are ${known.join(', ')}` };
  return new ApiError(404, `unknown_${what}`, fault.message, [fault]);
}

/** A dialogue as the API shows it: what happened, without the machinery of its survey. */
function present({ survey, events, outbox, sendingBy, sendingUntil, wakeAt, revision, ...shown }: Dialogue) {
  return shown;
}
