import type { Variable } from '../channel-definition.ts';

/** What `compose.yaml` reads of the same file, and the service does not. */
const composeExample = `# For docker compose alone: the passwords of its MongoDB, of letters and digits, e.g. from: openssl rand -hex 24
MONGO_PASSWORD=
MONGO_ROOT_PASSWORD=
`;

/** The text of `.env.example`. */
export function envExample(variables: Readonly<Record<string, Variable>>): string {
  const entries = Object.entries(variables).map(([name, { about, schema, default: spelled }]) => {
    const fallback = spelled ?? schema.safeParse(undefined).data;
    const known =
      fallback === undefined || Array.isArray(fallback) ? '' : ` Default: ${fallback as string | number}`;
    return `# ${about}${known}\n${name}=\n`;
  });
  return `# Copy to .env and fill in what you need; an empty value is the default.\n\n${[...entries, composeExample].join('\n')}`;
}
