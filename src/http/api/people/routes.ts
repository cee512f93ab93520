import type { FastifyPluginAsync } from 'fastify';
import type { GrantFault, GrantWish } from '../../../access/inviting/grants.ts';
import type { Known, Managed, ManageRefusal, PeopleManagement } from '../../../access/inviting/managing.ts';
import { ApiError } from '../../../errors.ts';
import { sliceOf } from '../fields/cursor.ts';
import { serve } from '../serve.ts';
import { people, type ShownPerson } from './contract.ts';

/** What a chat's title or a signature still shows. */
const NAME_CHARS = 80;

export function peopleRoutes(management: PeopleManagement): FastifyPluginAsync {
  return serve(people, {
    async list({ query }) {
      const { page, next } = sliceOf(await management.list(), query, ({ person }) => person.id);
      return { people: page.map(present), next };
    },

    async invite({ body: { name, kind, language, expiresInSeconds, ...grant }, reply }) {
      if (Array.from(name).length > NAME_CHARS) {
        throw fault('name', `is longer than ${NAME_CHARS} characters; shorten it`);
      }
      const wish = { name, kind, grant: wishOf(grant), validMs: expiresInSeconds * 1_000 };
      const invited = done(await management.invite({ ...wish, ...(language && { language }) }), name);
      void reply.status(201);
      const { links, expiresAt, without } = invited;
      return { person: present(invited), links, expiresAt, without };
    },

    async changeRole({ params: { id }, body }) {
      return { person: present(done(await management.changeRole(id, wishOf(body)), id)) };
    },

    async remove({ params: { id } }) {
      done(await management.remove(id), id);
      return { id, deleted: true as const };
    },
  });
}

function present({ person, invitations }: Known): ShownPerson {
  const { id, name, kind, role, teams, channels, scenarios, operators, language, seeded, chats } = person;
  const copy = (names: readonly string[] | 'all'): string[] | 'all' => (names === 'all' ? names : [...names]);
  return {
    id,
    name,
    kind,
    role,
    teams: copy(teams),
    channels: copy(channels),
    scenarios: copy(scenarios),
    operators: [...operators],
    language,
    seeded,
    chats: chats.map(({ channel, clientId, thread = null }) => ({ channel, clientId, thread })),
    invitations,
  };
}

const wishOf = ({
  role,
  teams,
  channels,
  scenarios,
  operators,
}: {
  role: string;
  teams: readonly string[];
  channels: readonly string[];
  scenarios: readonly string[];
  operators: readonly string[];
}): GrantWish => ({ role, team: teams, channel: channels, scenario: scenarios, operator: operators });

/** @param who as the request names them @throws {ApiError} */
function done<T>(outcome: Managed<T>, who: string): T {
  if ('done' in outcome) return outcome.done;
  throw refused(outcome.refused, who);
}

const fields: Record<GrantFault['part'], string> = {
  role: 'role',
  team: 'teams',
  channel: 'channels',
  scenario: 'scenarios',
  operator: 'operators',
};

function refused(refusal: ManageRefusal, who: string): ApiError {
  switch (refusal.code) {
    case 'faults': {
      const faults = refusal.faults.map(({ part, message }) => ({ path: fields[part], message }));
      const message = faults.map(({ path, message: text }) => `${path} ${text}`).join('; ');
      return new ApiError(400, 'invalid_request', message, faults);
    }
    case 'several':
      return conflict('known_person', 'name', `several people are called "${who}"; use another name`);
    case 'other_kind':
      return conflict(
        'known_person',
        'name',
        `"${who}" is a ${refusal.person.kind} already; use another name`,
      );
    case 'other_grant': {
      const { id, role } = refusal.person;
      const remedy = `invite them as that, or change it first with PATCH /api/v1/people/${id}`;
      return conflict(
        'known_person',
        'name',
        `"${who}" is ${role} already, of other dialogues or as another role; ${remedy}`,
      );
    }
    case 'no_channel': {
      const faults = refusal.faults.map(({ channel, message }) => ({ path: channel, message }));
      return new ApiError(409, 'no_channel', 'no link can be made on any channel now', faults);
    }
    case 'seeded': {
      const message = `they are there because SUPERVISORS names ${refusal.chat}; take that out and start the service again`;
      return conflict('seeded_person', 'id', message);
    }
    case 'removed':
    case 'unknown': {
      const message = `nobody has the id "${who}"; GET /api/v1/people lists who there is`;
      return new ApiError(404, 'unknown_person', message, [{ path: 'id', message }]);
    }
  }
}

function conflict(code: string, path: string, message: string): ApiError {
  return new ApiError(409, code, message, [{ path, message }]);
}

function fault(path: string, message: string): ApiError {
  return new ApiError(400, 'invalid_request', `${path}: ${message}`, [{ path, message }]);
}
