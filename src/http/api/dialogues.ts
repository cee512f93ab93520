import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ChannelAdapter } from '../../channel.ts';
import type { Clock } from '../../clock.ts';
import { ApiError } from '../../errors.ts';
import { mostDays } from '../../stats/period.ts';
import type { Statistics } from '../../stats/statistics.ts';
import {
  type Dialogue,
  notAskedReasons,
  type ReportedDimension,
  reportedDimensions,
} from '../../dialogue.ts';
import type { Intake } from '../../survey/intake.ts';
import type { ComparedFact } from '../../survey/operations/differences.ts';
import type { ScenarioVersions } from '../../survey/scenario-versions.ts';
import { errorResponses } from '../refusals.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { optionalMoment } from './moments.ts';
import { filterFields, limitField, periodFields, periodOf } from './period.ts';
import { dialogueSchema, presentDialogue } from './schemas/dialogue.ts';
import { idOf, optionalLanguage, optionalName, optionalText, tagList } from './texts.ts';

export interface DialogueRoutes {
  intake: Intake;
  scenarioVersions: ScenarioVersions;
  statistics: Pick<Statistics, 'dialogues'>;
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'clientIdFault'>>;
  defaultScenario: string;
  clock: Clock;
}

/** A helpdesk's clock may be ahead of ours by so much. */
const CLOCK_SKEW_MS = 300_000;

const newDialogue = z.strictObject({
  channel: idOf(),
  clientId: idOf(128),
  externalId: idOf(),
  ...(Object.fromEntries(reportedDimensions.map((name) => [name, optionalName])) as Record<
    ReportedDimension,
    typeof optionalName
  >),
  tags: tagList(50),
  language: optionalLanguage,
  scenario: optionalText,
  completedAt: optionalMoment,
  ask: z.boolean('must be true or false').nullish(),
  reason: optionalName,
});

const listQuery = z.strictObject({
  ...periodFields,
  ...filterFields,
  disputed: z.enum(['only', 'without', ''], 'must be only or without').optional(),
  limit: limitField,
  cursor: z.string().optional(),
});

const reported = z.object({
  dialogue: dialogueSchema,
  asked: z.boolean(),
  reason: z.enum(['scheduled', ...notAskedReasons]).nullable(),
});
const listed = z.object({ dialogues: z.array(dialogueSchema), next: z.string().nullable() });

const post = { body: newDialogue, response: { 200: reported, 201: reported, ...errorResponses } };
const list = { querystring: listQuery, response: { 200: listed, ...errorResponses } };

/**
 * - `POST /dialogues` reports a completed dialogue; see `dialogue-operations.ts` for what is done to it afterwards
 * - `GET /dialogues?from=&to=&limit=&cursor=` lists those of a period, or of all time, newest first
 */
export function dialogueRoutes(options: DialogueRoutes): FastifyPluginAsync {
  const { intake, scenarioVersions, statistics, channels, defaultScenario, clock } = options;
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();

    server.post('/dialogues', { schema: post }, async ({ body }, reply) => {
      const { scenario: wanted, completedAt, ask, reason, ...facts } = body;
      const channel = channels.get(body.channel);
      if (!channel) throw unknown('channel', body.channel, [...channels.keys()]);
      const scenario = scenarioVersions.current(wanted ?? defaultScenario);
      if (!scenario) throw unknown('scenario', wanted ?? defaultScenario, scenarioVersions.ids());
      const clientIdFault = channel.clientIdFault(body.clientId);
      if (clientIdFault !== null) throw refusal('clientId', clientIdFault);
      const now = clock.now();
      if (completedAt && completedAt.getTime() > now.getTime() + CLOCK_SKEW_MS) {
        throw refusal('completedAt', `lies in the future; it is ${now.toISOString()} here`);
      }
      if (reason !== null && ask !== false)
        throw refusal('reason', 'is for "ask": false alone; leave it out');
      const { dialogue, created, differences } = await intake.report({
        ...facts,
        scenario,
        completedAt: completedAt ?? now,
        leftOut: [...(wanted ? [] : ['scenario' as const]), ...(completedAt ? [] : ['completedAt' as const])],
        ...(ask != null && { ask }),
        ...(reason !== null && { reason }),
      });
      if (differences.length > 0) throw conflict(dialogue, differences, { ...body, ask });
      const why = dialogue.outcome === 'scheduled' ? 'scheduled' : dialogue.notAskedReason;
      return reply
        .status(created ? 201 : 200)
        .send({ dialogue: presentDialogue(dialogue), asked: dialogue.askedAt !== null, reason: why });
    });

    server.get('/dialogues', { schema: list }, async ({ query }) => {
      const { from, to, limit, cursor, disputed, ...filter } = query;
      const period = from || to ? periodOf({ from, to }, mostDays) : undefined;
      const after = cursor ? readCursor(cursor) : undefined;
      // One more tells whether there is a next page.
      const found = await statistics.dialogues(
        { filter, ...(period && { period }), ...(disputed && { disputed: disputed === 'only' }) },
        { limit: limit + 1, ...(after && { after }) },
      );
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const next = found.length > limit && last ? writeCursor(last) : null;
      return { dialogues: page.map(presentDialogue), next };
    });
  };
}

function refusal(path: string, message: string): ApiError {
  return new ApiError(400, 'invalid_request', `${path}: ${message}`, [{ path, message }]);
}

/** The same dialogue was reported before with other facts. */
function conflict(
  dialogue: Dialogue,
  differences: readonly ComparedFact[],
  given: Partial<Record<ComparedFact, unknown>>,
): ApiError {
  const known = (fact: ComparedFact): unknown => (fact === 'ask' ? given.ask !== true : dialogue[fact]);
  const faults = differences.map((fact) => ({
    path: fact,
    message: `is ${JSON.stringify(given[fact])} here, and ${JSON.stringify(known(fact))} in what is kept`,
  }));
  const remedy =
    'correct operator, team, topic and tags with PATCH, take its ask back with /cancel, or report it again after /reopen';
  const message = `dialogue "${dialogue.externalId}" was reported before with other facts; ${remedy}`;
  return new ApiError(409, 'conflict', message, faults);
}

function unknown(what: 'channel' | 'scenario', given: string, known: readonly string[]): ApiError {
  const fault = { path: what, message: `there is no ${what} "${given}"; there are ${known.join(', ')}` };
  return new ApiError(404, `unknown_${what}`, fault.message, [fault]);
}
