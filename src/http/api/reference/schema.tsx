import { Fragment, type VNode } from 'preact';
import type { JsonObject } from '../openapi/document.ts';

const REF = '#/components/schemas/';
const nameOf = (ref: string): string => ref.slice(REF.length);

/** A text with `code` in it. */
export function Prose({ text }: { text: string }): VNode {
  return (
    <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</>
  );
}

/** The type of a value: `string or null`, `list of Dialogue`, with a link where it has a name. */
export function Type({ schema }: { schema: JsonObject }): VNode {
  const { $ref, type, anyOf, items, enum: values, const: only, format } = schema;
  if (typeof $ref === 'string') return <a href={`#object-${nameOf($ref)}`}>{nameOf($ref)}</a>;
  if (Array.isArray(anyOf)) return <Either schemas={anyOf as JsonObject[]} />;
  if (only !== undefined) return <code>{JSON.stringify(only)}</code>;
  if (Array.isArray(values))
    return (
      <>
        one of{' '}
        {values.map((value, index) => (
          <Value value={value} isFirst={index === 0} key={index} />
        ))}
      </>
    );
  if (type === 'array') {
    const inner = typeof items === 'object' && items !== null && !Array.isArray(items) ? items : null;
    return (
      <>
        list
        {inner && (
          <>
            {' '}
            of <Type schema={inner} />
          </>
        )}
      </>
    );
  }
  if (format === 'date-time') return <>time{isNullable(type) && ' or null'}</>;
  if (format === 'date') return <>day</>;
  // A whole number stands for its digits wherever a text is wanted, which is said once.
  const types = [type ?? 'value'].flat().map(String);
  const shown = types.includes('string') ? types.filter((one) => one !== 'integer') : types;
  return <>{shown.join(' or ')}</>;
}

const isNullable = (type: unknown): boolean => Array.isArray(type) && type.includes('null');

function Value({ value, isFirst }: { value: unknown; isFirst: boolean }): VNode {
  return (
    <>
      {isFirst ? '' : ', '}
      <code>{value as string}</code>
    </>
  );
}

function Either({ schemas }: { schemas: readonly JsonObject[] }): VNode {
  return (
    <>
      {schemas.map((one, index) => (
        <Fragment key={index}>
          {index > 0 && ' or '}
          <Type schema={one} />
        </Fragment>
      ))}
    </>
  );
}

interface Field {
  name: string;
  schema: JsonObject;
  isRequired: boolean;
  description?: string | undefined;
}

/** The fields of a schema that has some. */
export function fieldsOf({ properties, required }: JsonObject): Field[] {
  const needed = Array.isArray(required) ? required : [];
  return Object.entries((properties ?? {}) as Record<string, JsonObject>).map(([name, schema]) => ({
    name,
    schema,
    isRequired: needed.includes(name),
    description: typeof schema['description'] === 'string' ? schema['description'] : undefined,
  }));
}

/** Names, types and what they mean; the fields of fields below them. */
export function Fields({
  fields,
  marksRequired = false,
}: {
  fields: readonly Field[];
  marksRequired?: boolean;
}): VNode {
  return (
    <dl class="fields">
      {fields.map(({ name, schema, isRequired, description }) => (
        <div key={name}>
          <dt>
            <code>{name}</code>{' '}
            <span class="type">
              <Type schema={schema} />
            </span>
            {marksRequired && isRequired && <span class="required">required</span>}
          </dt>
          {description !== undefined && (
            <dd>
              <Prose text={description} />
            </dd>
          )}
          <Inner schema={schema} />
        </div>
      ))}
    </dl>
  );
}

/** The fields of an object without a name, or of a list of those. */
function Inner({ schema }: { schema: JsonObject }): VNode | null {
  const candidates = [schema, ...((schema['anyOf'] ?? []) as JsonObject[])].flatMap((one) => [
    one,
    ...(one['items'] === undefined ? [] : [one['items'] as JsonObject]),
  ]);
  const fields = candidates.flatMap(fieldsOf);
  if (fields.length === 0) return null;
  return (
    <dd>
      <Fields fields={fields} />
    </dd>
  );
}

/** A block of code, which scrolls where it is long. @param label what it is, for who does not see it */
export function Code({
  text,
  label,
  language,
}: {
  text: string;
  label: string;
  language: 'sh' | 'ts' | 'json';
}): VNode {
  return (
    <figure class="code">
      <figcaption>{label}</figcaption>
      {/* biome-ignore lint: it scrolls, so the keyboard must reach it */}
      <pre tabindex={0} role="region" aria-label={label}>
        <code>{language === 'json' ? <Json text={text} /> : text}</code>
      </pre>
    </figure>
  );
}

/** Names and values in colours of their own. */
function Json({ text }: { text: string }): VNode {
  const parts = text.split(/("(?:[^"\\]|\\.)*"(?:\s*:)?)/);
  return (
    <>
      {parts.map((part, index) => {
        if (index % 2 === 0) return part;
        return part.endsWith(':') ? (
          part
        ) : (
          <span class="s" key={index}>
            {part}
          </span>
        );
      })}
    </>
  );
}
