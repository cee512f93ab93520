import type { FastifyPluginAsync } from 'fastify';
import type { ChannelAdapter } from '../../../channel.ts';
import type { Clock } from '../../../clock.ts';
import type { Dialogue } from '../../../dialogue.ts';
import { ApiError } from '../../../errors.ts';
import type { Statistics } from '../../../stats/statistics.ts';
import type { DialogueStore } from '../../../store/ports/dialogues.ts';
import type { Intake } from '../../../survey/intake.ts';
import type { ComparedFact } from '../../../survey/operations/differences.ts';
import type { DialogueOperations } from '../../../survey/operations/operations.ts';
import type { ScenarioVersions } from '../../../survey/scenario-versions.ts';
import { readListCursor, writeListCursor } from '../../list-cursor.ts';
import { dialoguesQuery } from '../fields/lists.ts';
import { courseName } from '../gate/caller.ts';
import { serve } from '../serve.ts';
import { dialogues } from './contract.ts';
import type { DialogueEvent } from './event.ts';
import { dialogueOperations, shown, unknownDialogue } from './operations.ts';
import { presentDialogue } from './schema.ts';

export interface DialogueRoutes {
  store: Pick<DialogueStore, 'findDialogueById'>;
  intake: Intake;
  operations: DialogueOperations;
  scenarioVersions: ScenarioVersions;
  statistics: Pick<Statistics, 'dialoguePage'>;
  /** All that happened to a dialogue, oldest first. */
  eventsOf: (dialogue: Dialogue) => Promise<DialogueEvent[]>;
  /** Deletes the words of a reviewer's note. @returns false: there is no such note on this dialogue */
  deleteNote: (dialogueId: string, note: string, by: string) => Promise<boolean>;
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'clientIdFault'>>;
  defaultScenario: string;
  clock: Clock;
}

/** A helpdesk's clock may be ahead of ours by so much. */
const CLOCK_SKEW_MS = 300_000;

export function dialogueRoutes(options: DialogueRoutes): FastifyPluginAsync {
  const { store, intake, scenarioVersions, statistics, channels, defaultScenario, clock } = options;
  return serve(dialogues, {
    ...dialogueOperations(options.operations),

    async create({ body, caller, reply }) {
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
        scenario,
        completedAt: completedAt ?? now,
        leftOut: [...(wanted ? [] : ['scenario' as const]), ...(completedAt ? [] : ['completedAt' as const])],
        by: courseName(caller),
        ...facts,
        ...(ask != null && { ask }),
        ...(reason !== null && { reason }),
      });
      if (differences.length > 0) throw conflict(dialogue, differences, { ...body, ask });
      void reply.status(created ? 201 : 200);
      return {
        dialogue: presentDialogue(dialogue),
        asked: dialogue.askedAt !== null,
        reason: dialogue.outcome === 'scheduled' ? ('scheduled' as const) : dialogue.notAskedReason,
      };
    },

    async list({ query: { order, limit, cursor, ...which } }) {
      const after = cursor ? readListCursor(cursor, order) : undefined;
      const page = { limit, order, ...(after && { after }) };
      const {
        dialogues: found,
        next,
        searchedUntil,
      } = await statistics.dialoguePage(dialoguesQuery(which), page);
      return {
        dialogues: found.map(presentDialogue),
        next: next && writeListCursor(next, order),
        searchedUntil,
      };
    },

    async get({ params }) {
      return shown(await store.findDialogueById(params.id), params);
    },

    async events({ params }) {
      const dialogue = await store.findDialogueById(params.id);
      if (!dialogue) throw unknownDialogue(params);
      return { events: await options.eventsOf(dialogue) };
    },

    async deleteNote({ params: { id, note }, caller }) {
      if (!(await store.findDialogueById(id))) throw unknownDialogue({ id });
      if (await options.deleteNote(id, note, courseName(caller))) return { id: note, deleted: true as const };
      const message = `there is no note "${note}" on this dialogue; its events have the ids of notes`;
      throw new ApiError(404, 'unknown_note', message, [{ path: 'note', message }]);
    },
  });
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
