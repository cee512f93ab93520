import type { VNode } from 'preact';
import { clientStart, documentPath } from './samples.ts';
import { Code, Prose } from './schema.tsx';

interface Chapter {
  id: string;
  title: string;
  about: readonly string[];
  code: Array<{ label: string; language: 'sh' | 'ts' | 'json'; text: string }>;
}

const problemSample = `{
  "type": "/api/v1/docs#error-unknown_dialogue",
  "title": "No such dialogue",
  "status": 404,
  "detail": "there is no dialogue \\"d1\\"; it is the \\"id\\" that its report was answered with",
  "code": "unknown_dialogue",
  "faults": [{ "path": "id", "message": "there is no dialogue \\"d1\\"; ..." }]
}`;

/** What is said of the API as a whole. @param baseUrl where the service is reached */
export function chapters(baseUrl: string): Chapter[] {
  return [
    {
      id: 'start',
      title: 'Begin',
      about: [
        'Requests and answers are JSON, of at most 1 MiB. Times are ISO 8601 in UTC; days are those of REPORT_TIMEZONE. New fields may be added to answers.',
        `The same is described for machines in \`${documentPath}\`, OpenAPI 3.1. The client is typed by the schemas that the service itself uses: it takes what the API takes, and gives dates as Dates.`,
      ],
      code: [{ label: 'Client', language: 'ts', text: clientStart(baseUrl) }],
    },
    {
      id: 'keys',
      title: 'Keys and scopes',
      about: [
        'Each request carries a key in its header. The keys of API_KEYS may do everything. Others are made with `afterword key create` or `POST /api/v1/keys`, have scopes, and can be revoked. Each endpoint names its scope.',
      ],
      code: [
        {
          label: 'curl',
          language: 'sh',
          text: `curl '${baseUrl}/api/v1/dialogues' \\\n  -H 'Authorization: Bearer '"$KEY"`,
        },
      ],
    },
    {
      id: 'errors',
      title: 'Errors',
      about: [
        'An error is `application/problem+json` (RFC 9457). `code` is for programs and never changes; `detail` says what was wrong and what to do; `faults` names each place in the request. The client throws an `AfterwordError` with these.',
        'The field `error` holds the same as earlier releases gave it.',
      ],
      code: [
        { label: 'Error', language: 'json', text: problemSample },
        {
          label: 'Client',
          language: 'ts',
          text: `try {
  await client.dialogues.get('d1');
} catch (error) {
  if (error instanceof AfterwordError)
    console.log(error.status, error.code, error.faults);
}`,
        },
      ],
    },
    {
      id: 'repeating',
      title: 'Repeating a request',
      about: [
        'A request that changes something may carry an `Idempotency-Key`, such as a UUID. The same request with the same key is done once: for 24 hours it is answered as it was then, with the header `Idempotent-Replayed: true`. So a request that was not answered can be sent again.',
        'The same key with another address or body is refused with 422 `idempotency_mismatch`; while the first request runs, 409 `idempotency_in_progress`. Answers of 500 and above, and requests that were never begun, are not kept.',
      ],
      code: [
        {
          label: 'Client',
          language: 'ts',
          text: `await client.dialogues.create(
  { channel, clientId, externalId },
  { idempotencyKey: uuid },
);`,
        },
      ],
    },
    {
      id: 'lists',
      title: 'Lists',
      about: [
        'A list gives at most `limit` things (1 to 500, default 50) and `next`. While `next` is not null, send it as `cursor` with the same query for the next page.',
      ],
      code: [
        {
          label: 'Client',
          language: 'ts',
          text: `import { pages } from "afterword/client";

const query = { from: '2026-11-01', to: '2026-11-30' };
for await (const { dialogues } of pages(client.dialogues.list, query)) {
  // ...
}`,
        },
      ],
    },
    {
      id: 'filters',
      title: 'Periods and filters',
      about: [
        '`from` and `to` are days, both included: at most 3,660 of them, from 2000-01-01 to 2199-12-31. Filters may be repeated and mean any of their values; operators, teams and topics are meant in any spelling. The dashboard has the same parameters in its addresses.',
        'A parameter that is not known is refused and named.',
      ],
      code: [],
    },
    {
      id: 'limits',
      title: 'Limits',
      about: [
        'A key may send API_RATE_LIMIT requests a second, on average over ten seconds; without a valid key an address may send a tenth of that. The headers `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` count; what is more is refused with 429 `rate_limited` and `Retry-After` in seconds.',
      ],
      code: [],
    },
  ];
}

export function ChapterPart({ chapter: { id, title, about, code } }: { chapter: Chapter }): VNode {
  return (
    <section class="operation" id={id}>
      <div class="told">
        <h2>{title}</h2>
        {about.map((text) => (
          <p key={text}>
            <Prose text={text} />
          </p>
        ))}
      </div>
      <div class="shown">
        {code.map((one) => (
          <Code {...one} key={one.label} />
        ))}
      </div>
    </section>
  );
}
