/** The language of scenario files, described once: types, checks and the editors' JSON Schema come from here. */
import { z } from 'zod';
import { blocks } from './blocks/index.ts';
import { blockId, duration, languageTag, textSchema } from './fields.ts';
import { phraseKeys } from './phrases.ts';

const rulesSchema = z.strictObject({
  /** From the dialogue's end to the question. */
  delay: duration.prefault('0s'),
  /** After this no answer is taken. */
  expire_after: duration.refine((time) => time > 0, 'leaves no time to answer; write 24h').prefault('24h'),
  /** How long a client is left in peace after being asked. */
  cooldown: duration.prefault('0s'),
  /** How long an answer may be changed. */
  change_within: duration.prefault('15m'),
  /** When a client who answered nothing is asked once more. */
  remind_after: duration.optional(),
});

type BlockSchema = (typeof blocks)[keyof typeof blocks]['schema'];

/** One of the registered blocks; its type says which. */
export const blockSchema = z.discriminatedUnion(
  'type',
  Object.values(blocks).map(({ schema }) => schema) as unknown as readonly [BlockSchema, ...BlockSchema[]],
);

export const scenarioSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/, 'a scenario is named with 1-32 of a-z, 0-9 and -, a letter first'),
  title: z.string().min(1),
  /** The first is the fallback. */
  languages: z.array(languageTag).min(1),
  rules: rulesSchema.prefault({}),
  /** Other words for what the bot says in every scenario. */
  phrases: z.partialRecord(z.enum(phraseKeys), textSchema).default({}),
  start: z.string(),
  blocks: z.record(blockId, blockSchema),
});

export type ScenarioFile = z.output<typeof scenarioSchema>;
export type BlockData = z.output<typeof blockSchema>;

let names: readonly string[] | undefined;

/** Every word that may stand left of a colon, for a hint after a slip; a file may have thousands of those. */
export function fieldNames(): readonly string[] {
  names ??= [...propertiesOf(scenarioJsonSchema())];
  return names;
}

function propertiesOf(schema: unknown, found = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null) return found;
  const { properties } = schema as { properties?: object };
  for (const name of Object.keys(properties ?? {})) found.add(name);
  for (const part of Object.values(schema)) propertiesOf(part, found);
  return found;
}

/** The JSON Schema (draft 2020-12) that editors complete and check scenario files with. */
export function scenarioJsonSchema(): object {
  return z.toJSONSchema(scenarioSchema, { io: 'input', unrepresentable: 'any' });
}
