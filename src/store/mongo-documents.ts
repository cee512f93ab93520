import type { Survey } from '../scenario/survey.ts';
import type { Client, Dialogue, DialogueRange, DigestKey } from './store.ts';

/** A dialogue as MongoDB keeps it. */
export type DialogueDocument = Omit<Dialogue, 'id' | 'survey'> & {
  _id: string;
  survey: SurveyDocument | null;
};

type SurveyDocument = Omit<Survey, 'variables' | 'answeredAt' | 'prompts'> & {
  variables: Pair<Survey['variables'][string]>[];
  answeredAt: Pair<number>[];
  prompts: Pair<string>[];
};

/** MongoDB and mongoose give a meaning to some names of fields (`$x`, `a.b`, `constructor`), so no name of a scenario is one. */
interface Pair<V> {
  name: string;
  value: V;
}

export function toDocument({ id, survey, ...rest }: Dialogue): DialogueDocument {
  return {
    _id: id,
    ...rest,
    survey: survey && {
      ...survey,
      variables: toPairs(survey.variables),
      answeredAt: toPairs(survey.answeredAt),
      prompts: toPairs(survey.prompts),
    },
  };
}

/** What version 0.1 kept in the place of `events`. */
interface EarlierDocument {
  eventIds?: string[];
}

export function toDialogue({
  _id,
  survey,
  eventIds = [],
  ...rest
}: DialogueDocument & EarlierDocument): Dialogue {
  const at = (rest.answeredAt ?? rest.askedAt ?? rest.reportedAt).getTime();
  return {
    id: _id,
    ...rest,
    events: rest.events ?? eventIds.map((id) => ({ id, at })),
    sendingBy: rest.sendingBy ?? null,
    survey: survey && {
      ...survey,
      variables: fromPairs(survey.variables),
      answeredAt: fromPairs(survey.answeredAt),
      prompts: fromPairs(survey.prompts),
    },
  };
}

export function toClient(document: Omit<Client, 'events'> & Partial<Pick<Client, 'events'>>): Client {
  return { ...document, events: document.events ?? [] };
}

export function inRange({ from, to, filter = {} }: DialogueRange) {
  const { channel, scenario, operator, team, topic } = filter;
  const narrowed = Object.entries({ channel, scenario, operator, team, topic }).filter(
    ([, wanted]) => wanted !== undefined,
  );
  return { completedAt: { $gte: from, $lt: to }, ...Object.fromEntries(narrowed) };
}

export function digestId({ day, supervisor }: DigestKey): string {
  return `${day} ${supervisor}`;
}

function toPairs<V>(record: Record<string, V>): Pair<V>[] {
  return Object.entries(record).map(([name, value]) => ({ name, value }));
}

function fromPairs<V>(pairs: Pair<V>[]): Record<string, V> {
  return Object.fromEntries(pairs.map(({ name, value }) => [name, value]));
}
