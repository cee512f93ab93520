import { z } from 'zod';
import type { Conversation } from '../state.ts';

const condition = z.object({
  attribute_key: z.string(),
  filter_operator: z.string(),
  values: z.array(z.union([z.string(), z.number()])),
  query_operator: z.string().nullish(),
});
export const filterRequest = z.object({ payload: z.array(condition).min(1) });

const day = 86_400_000;

/**
 * Whether a conversation fits the conditions, joined from left to right as they say.
 * @throws for an attribute or operator that is not simulated
 */
export function fits(
  conversation: Conversation,
  conditions: z.infer<typeof filterRequest>['payload'],
  now: Date,
): boolean {
  let result = true;
  let join = 'AND';
  for (const { attribute_key: key, filter_operator: operator, values, query_operator: next } of conditions) {
    const one = compare(valueOf(conversation, key), operator, values, now);
    result = join.toUpperCase() === 'OR' ? result || one : result && one;
    join = next ?? 'AND';
  }
  return result;
}

function valueOf(conversation: Conversation, key: string): string | Date {
  switch (key) {
    case 'status':
      return conversation.status;
    case 'display_id':
      return String(conversation.id);
    case 'inbox_id':
      return conversation.channel === 'telegram' ? '1' : '2';
    case 'created_at':
      return conversation.createdAt;
    case 'last_activity_at':
      return conversation.activityAt;
    case 'updated_at':
      return conversation.updatedAt;
    default:
      throw new Error(`The simulated helpdesk filters by no attribute "${key}"`);
  }
}

function compare(value: string | Date, operator: string, values: Array<string | number>, now: Date): boolean {
  const [first = ''] = values;
  if (value instanceof Date) {
    const at = typeof first === 'number' ? first * 1000 : new Date(first).getTime();
    if (operator === 'is_greater_than') return value.getTime() > at;
    if (operator === 'is_less_than') return value.getTime() < at;
    if (operator === 'days_before') return value.getTime() < now.getTime() - Number(first) * day;
  } else {
    const isOneOf = values.map(String).includes(value) || values.includes('all');
    if (operator === 'equal_to') return isOneOf;
    if (operator === 'not_equal_to') return !isOneOf;
  }
  throw new Error(`The simulated helpdesk knows no operator "${operator}" for this attribute`);
}
