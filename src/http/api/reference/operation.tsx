import type { VNode } from 'preact';
import { PROBLEM_JSON } from '../../refusals.ts';
import { contract } from '../contract.ts';
import type { JsonObject, OpenApiDocument, Operation, Parameter } from '../openapi/document.ts';
import { answerSample, clientSample, curlSample, type Sample } from './samples.ts';
import { Code, Fields, fieldsOf, Prose, Type } from './schema.tsx';

interface Located {
  method: string;
  path: string;
  operation: Operation;
}

const order = Object.entries(contract).flatMap(([resource, { endpoints }]) =>
  Object.keys(endpoints).map((name) => `${resource}.${name}`),
);

/** The operations of a tag, in the order of the contract. */
export function operationsOf({ paths }: OpenApiDocument, tag: string): Located[] {
  const placeOf = ({ operation }: Located): number => order.indexOf(operation.operationId);
  return Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { tags }]) => tags.includes(tag))
        .map(([method, operation]) => ({ method, path, operation })),
    )
    .toSorted((a, b) => placeOf(a) - placeOf(b));
}

export function OperationPart({
  located: { method, path, operation },
  baseUrl,
}: {
  located: Located;
  baseUrl: string;
}): VNode {
  const parameters = operation.parameters.flatMap((one) => ('$ref' in one ? [] : [one]));
  const sample: Sample = { method, path, operation, parameters };
  const answer = answerSample(sample);
  const { operationId, summary, description, security, requestBody } = operation;
  const scope = security.flatMap(({ key = [] }) => key)[0];
  const body = requestBody?.content['application/json']?.schema;
  return (
    <article class="operation" id={operationId}>
      <div class="told">
        <h3>{summary}</h3>
        <p class="route">
          <span class={`method ${method}`}>{method.toUpperCase()}</span> <code>{path}</code>
        </p>
        {description?.split('\n\n').map((text) => (
          <p key={text}>
            <Prose text={text} />
          </p>
        ))}
        <p class="scope">
          {scope === undefined ? (
            'Needs no key.'
          ) : (
            <>
              Needs the scope <code>{scope}</code>.
            </>
          )}
        </p>
        <Parameters title="In the address" parameters={parameters.filter((one) => one.in === 'path')} />
        <Parameters title="Parameters" parameters={parameters.filter((one) => one.in === 'query')} />
        {body && <Body schema={body} />}
        <Answer operation={operation} />
        <Refusals operation={operation} />
      </div>
      <div class="shown">
        <Code label="curl" language="sh" text={curlSample(sample, baseUrl)} />
        <Code label="Client" language="ts" text={clientSample(sample)} />
        {answer && <Code label={`Answer ${answer.status}`} language="json" text={answer.json} />}
      </div>
    </article>
  );
}

function Parameters({
  title,
  parameters,
}: {
  title: string;
  parameters: readonly Parameter[];
}): VNode | null {
  if (parameters.length === 0) return null;
  return (
    <>
      <h4>{title}</h4>
      <Fields
        marksRequired
        fields={parameters.map(({ name, schema, required, description }) => ({
          name,
          schema,
          isRequired: required,
          description,
        }))}
      />
    </>
  );
}

/** The fields of a body; of several forms, each. */
function Body({ schema }: { schema: JsonObject }): VNode {
  const forms = Array.isArray(schema['anyOf']) ? (schema['anyOf'] as JsonObject[]) : [schema];
  return (
    <>
      <h4>Body</h4>
      {forms.map((form, index) => (
        <div key={index}>
          {index > 0 && <p>or</p>}
          {fieldsOf(form).length > 0 ? <Fields marksRequired fields={fieldsOf(form)} /> : <p>{'{}'}</p>}
        </div>
      ))}
    </>
  );
}

function Answer({ operation }: { operation: Operation }): VNode {
  const answers = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
  return (
    <>
      <h4>Answer</h4>
      {answers.length > 1 && (
        <ul class="statuses">
          {answers.map(([status, { description }]) => (
            <li key={status}>
              <code>{status}</code> {description}
            </li>
          ))}
        </ul>
      )}
      {Object.entries(answers[0]?.[1].content ?? {}).map(([type, { schema }]) =>
        type === 'application/json' ? (
          <AnswerFields schema={schema} key={type} />
        ) : (
          <p key={type}>
            A file, <code>{type}</code>.
          </p>
        ),
      )}
    </>
  );
}

function AnswerFields({ schema }: { schema: JsonObject }): VNode {
  const fields = fieldsOf(schema);
  return fields.length > 0 ? (
    <Fields fields={fields} />
  ) : (
    <p>
      <Type schema={schema} />
    </p>
  );
}

/** Those that say something of this operation; the others are the same everywhere. */
function Refusals({ operation }: { operation: Operation }): VNode | null {
  const codes = Object.entries(operation.responses).flatMap(([status, { content }]) =>
    Object.entries(content[PROBLEM_JSON]?.examples ?? {}).map(([code, { summary }]) => ({
      status,
      code,
      summary,
    })),
  );
  const common = new Set([
    'invalid_request',
    'unauthorized',
    'forbidden_scope',
    'rate_limited',
    'internal',
    'store_unavailable',
  ]);
  const own = codes.filter(({ code }) => !common.has(code));
  if (own.length === 0) return null;
  return (
    <>
      <h4>Errors of its own</h4>
      <ul class="statuses">
        {own.map(({ status, code, summary }) => (
          <li key={code}>
            <code>{status}</code> <a href={`#error-${code}`}>{code}</a> {summary}
          </li>
        ))}
      </ul>
    </>
  );
}
