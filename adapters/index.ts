import { createTelegramAdapter, telegramLimits } from './telegram.ts';
import { createViberAdapter, viberLimits } from './viber.ts';

/** Every channel: how its adapter is made, and what it can show, against which scenario files are held before that. */
export const adapters = {
  telegram: { create: createTelegramAdapter, limits: telegramLimits },
  viber: { create: createViberAdapter, limits: viberLimits },
} as const;
