import { chatwoot } from './chatwoot/index.ts';
import type { ConnectorDefinitions } from './connector.ts';

/** Every connector. */
export const connectors = { chatwoot } as const satisfies ConnectorDefinitions;
