import type { ChannelDefinitions } from '../src/channel-definition.ts';
import { telegram } from './telegram/index.ts';
import { viber } from './viber/index.ts';

/** Every channel, by the name under which dialogues and webhooks know it. */
export const adapters = { telegram, viber } as const satisfies ChannelDefinitions;
