import type { Survey } from '../scenario/survey.ts';
import type { Dialogue, DialogueRange, DigestKey } from './store.ts';

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

export function toDialogue({ _id, survey, ...rest }: DialogueDocument): Dialogue {
  return {
    id: _id,
    ...rest,
    survey: survey && {
      ...survey,
      variables: fromPairs(survey.variables),
      answeredAt: fromPairs(survey.answeredAt),
      prompts: fromPairs(survey.prompts),
    },
  };
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
