import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { assetUrl } from '../../dashboard/assets.ts';
import { problems } from '../../problems.ts';
import type { JsonObject, OpenApiDocument } from '../openapi/document.ts';
import { ChapterPart, chapters } from './guide.tsx';
import { OperationPart, operationsOf } from './operation.tsx';
import { documentPath } from './samples.ts';
import { Fields, fieldsOf, Prose } from './schema.tsx';

/** The reference of the API as HTML, from its OpenAPI document. @param baseUrl where the service is reached */
export function referencePage(document: OpenApiDocument, baseUrl: string): string {
  return `<!doctype html>\n${render(<Page document={document} baseUrl={baseUrl} />)}`;
}

interface Given {
  document: OpenApiDocument;
  baseUrl: string;
}

function Page({ document, baseUrl }: Given): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>API reference · Afterword</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href={assetUrl('favicon.svg')} type="image/svg+xml" />
        <link rel="stylesheet" href={assetUrl('base.css')} />
        <link rel="stylesheet" href={assetUrl('reference.css')} />
      </head>
      <body class="reference">
        <a class="skip" href="#content">
          Skip to the content
        </a>
        <header class="top">
          <a class="brand" href="/dashboard">
            <span aria-hidden="true">★</span> Afterword
          </a>
          <span class="quiet">API reference</span>
          <a class="document" href={documentPath}>
            OpenAPI 3.1
          </a>
        </header>
        <div class="columns">
          <Contents document={document} baseUrl={baseUrl} />
          <main id="content" tabindex={-1}>
            <h1>API reference</h1>
            <p class="lead">
              Report dialogues, read figures, comments and alerts, and run the service: everything below{' '}
              <code>/api/v1</code>.
            </p>
            {chapters(baseUrl).map((chapter) => (
              <ChapterPart chapter={chapter} key={chapter.id} />
            ))}
            {document.tags.map((tag) => (
              <ResourcePart tag={tag} document={document} baseUrl={baseUrl} key={tag.name} />
            ))}
            <Objects schemas={document.components.schemas} />
            <Codes />
          </main>
        </div>
      </body>
    </html>
  );
}

const anchorOf = (title: string): string => `resource-${title.toLowerCase()}`;

function Contents({ document, baseUrl }: Given): VNode {
  return (
    <nav class="contents" aria-label="Contents">
      <ul class="guide">
        {chapters(baseUrl).map(({ id, title }) => (
          <li key={id}>
            <a href={`#${id}`}>{title}</a>
          </li>
        ))}
      </ul>
      <ul>
        {document.tags.map(({ name }) => (
          <li key={name}>
            <a href={`#${anchorOf(name)}`}>{name}</a>
            <ul class="operations">
              {operationsOf(document, name).map(({ operation: { operationId, summary } }) => (
                <li key={operationId}>
                  <a href={`#${operationId}`}>{summary}</a>
                </li>
              ))}
            </ul>
          </li>
        ))}
        <li>
          <a href="#objects">Objects</a>
        </li>
        <li>
          <a href="#codes">Error codes</a>
        </li>
      </ul>
    </nav>
  );
}

function ResourcePart({
  tag: { name, description },
  document,
  baseUrl,
}: Given & { tag: OpenApiDocument['tags'][number] }): VNode {
  const operations = operationsOf(document, name);
  return (
    <section class="resource" id={anchorOf(name)} aria-labelledby={`${anchorOf(name)}-title`}>
      <div class="operation">
        <div class="told">
          <h2 id={`${anchorOf(name)}-title`}>{name}</h2>
          {description.split('\n\n').map((text) => (
            <p key={text}>
              <Prose text={text} />
            </p>
          ))}
        </div>
        <div class="shown">
          <ul class="endpoints">
            {operations.map(({ method, path, operation: { operationId } }) => (
              <li key={operationId}>
                <a href={`#${operationId}`}>
                  <span class={`method ${method}`}>{method.toUpperCase()}</span> {path}
                </a>
              </li>
            ))}
          </ul>
        </div>
      </div>
      {operations.map((located) => (
        <OperationPart located={located} baseUrl={baseUrl} key={located.operation.operationId} />
      ))}
    </section>
  );
}

/** The schemas that several answers share. */
function Objects({ schemas }: { schemas: Record<string, JsonObject> }): VNode {
  return (
    <section class="resource" id="objects">
      <h2>Objects</h2>
      {Object.entries(schemas).map(([name, schema]) => (
        <article class="object" id={`object-${name}`} key={name}>
          <h3>{name}</h3>
          {typeof schema['description'] === 'string' && (
            <p>
              <Prose text={schema['description']} />
            </p>
          )}
          <Fields fields={fieldsOf(schema)} />
        </article>
      ))}
    </section>
  );
}

function Codes(): VNode {
  return (
    <section class="resource" id="codes">
      <h2>Error codes</h2>
      <dl class="fields codes">
        {Object.entries(problems).map(([code, { status, title, remedy }]) => (
          <div id={`error-${code}`} key={code}>
            <dt>
              <code>{code}</code> <span class="type">{status}</span>
            </dt>
            <dd>
              <strong>{title}.</strong> {remedy}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
