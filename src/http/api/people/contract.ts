import { z } from 'zod';
import { type Role, roles } from '../../../access/roles.ts';
import { languages } from '../../../locales/index.ts';
import { CHANNEL, resource } from '../endpoint.ts';
import { cursorField, nextField } from '../fields/cursor.ts';
import { moment } from '../fields/moment.ts';
import { limitField } from '../fields/period.ts';
import { idOf, requiredName, tagList } from '../fields/texts.ts';

const about = (description: string) => ({ description });

const roleNames = Object.keys(roles) as [Role, ...Role[]];
const kinds = ['person', 'group'] as const;
const namesOrAll = z.union([z.array(z.string()), z.literal('all')]);

const person = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(kinds),
    role: z.enum(roleNames),
    teams: namesOrAll.meta(
      about('Whose dialogues a supervisor sees; all of teams, channels and scenarios must fit.'),
    ),
    channels: namesOrAll,
    scenarios: namesOrAll,
    operators: z.array(z.string()).meta(about('The names under which the helpdesk knows an operator.')),
    language: z.enum(languages),
    seeded: z.boolean().meta(about('Known because SUPERVISORS names their chat.')),
    chats: z
      .array(z.object({ channel: z.string(), clientId: z.string(), thread: z.string().nullable() }))
      .meta(about('Where they are written to.')),
    invitations: z
      .array(z.object({ channel: z.string(), expiresAt: moment }))
      .meta(about('Links that were not opened yet.')),
  })
  .meta({ id: 'Person', description: 'Somebody of the company, or a group, with a role.' });

const grant = {
  role: z.enum(roleNames, `must be one of ${roleNames.join(', ')}`),
  teams: tagList(100).meta(about('Of a supervisor; none: all of them.')),
  channels: tagList(100).meta(about('Of a supervisor; none: all of them.')),
  scenarios: tagList(100).meta(about('Of a supervisor; none: all of them.')),
  operators: tagList(100).meta(
    about('Needed by an operator: the names under which the helpdesk knows them.'),
  ),
};

const examplePerson = {
  id: 'pq3Vb0x9LmZ2k',
  name: 'Petro',
  kind: 'person',
  role: 'supervisor',
  teams: ['Second line'],
  channels: 'all',
  scenarios: 'all',
  operators: [],
  language: 'en',
  seeded: false,
  chats: [],
  invitations: [{ channel: CHANNEL, expiresAt: '2026-11-25T14:03:00.000Z' }],
};

const byId = z.object({ id: idOf() });

export const people = resource({
  title: 'People',
  about: [
    'Who of the company is known, with their roles. Whoever may change them may do what any of them may.',
  ],
  endpoints: {
    list: {
      method: 'GET',
      path: '/people',
      scope: 'people:read',
      summary: 'List people',
      query: z.strictObject({ limit: limitField, cursor: cursorField }),
      answer: z.object({ people: z.array(person), next: nextField }),
      example: { answer: { people: [examplePerson], next: null } },
    },
    invite: {
      method: 'POST',
      path: '/people',
      scope: 'people:write',
      summary: 'Invite somebody',
      about: [
        'Gives a link for each channel. Each is valid once and for whoever opens it first, so give it to that person alone; it is shown this once.',
        'Who has that name and that role already gets one chat more.',
      ],
      body: z.strictObject({
        name: requiredName.meta(about('As others will read it; at most 80 characters.')),
        kind: z.enum(kinds).default('person'),
        ...grant,
        language: z.enum(languages).optional().meta(about('Default: SUPERVISOR_LANGUAGE.')),
        expiresInSeconds: z
          .int('must be a whole number')
          .min(60)
          .max(2_592_000)
          .default(259_200)
          .meta(about('How long the links are valid.')),
      }),
      answer: z.object({
        person,
        links: z.array(z.object({ channel: z.string(), url: z.string() })),
        expiresAt: moment,
        without: z
          .array(z.object({ channel: z.string(), message: z.string() }))
          .meta(about('Channels without a link, with the reason.')),
      }),
      statuses: { 201: 'They are invited.' },
      refusals: ['known_person', 'no_channel'],
      example: {
        given: { name: 'Petro', role: 'supervisor', teams: ['Second line'] },
        answer: {
          person: examplePerson,
          links: [{ channel: CHANNEL, url: 'https://chat.example/bot?start=aw_i_...' }],
          expiresAt: '2026-11-25T14:03:00.000Z',
          without: [],
        },
      },
    },
    changeRole: {
      method: 'PATCH',
      path: '/people/{id}',
      scope: 'people:write',
      summary: 'Change a role',
      about: ['The role and all that goes with it, from the next request, command or digest on.'],
      params: byId,
      body: z.strictObject(grant),
      answer: z.object({ person }),
      refusals: ['unknown_person'],
      example: {
        params: { id: examplePerson.id },
        given: { role: 'analyst' },
        answer: { person: { ...examplePerson, role: 'analyst', teams: 'all' } },
      },
    },
    remove: {
      method: 'DELETE',
      path: '/people/{id}',
      scope: 'people:write',
      summary: 'Remove somebody',
      about: ['With their chats; links of theirs stop being valid.'],
      params: byId,
      answer: z.object({ id: z.string(), deleted: z.literal(true) }),
      refusals: ['unknown_person', 'seeded_person'],
      example: { params: { id: examplePerson.id }, answer: { id: examplePerson.id, deleted: true } },
    },
  },
});

export type ShownPerson = z.output<typeof person>;
