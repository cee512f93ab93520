import { createTelegramAdapter } from './telegram.ts';
import { createViberAdapter } from './viber.ts';

/** Every channel; a new one is a file and a line. */
export const adapters = {
  telegram: createTelegramAdapter,
  viber: createViberAdapter,
} as const;
