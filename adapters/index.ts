import { createTelegramAdapter, telegramLimits } from './telegram.ts';
import { createViberAdapter, viberLimits } from './viber.ts';

/** Every channel. */
export const adapters = {
  telegram: createTelegramAdapter,
  viber: createViberAdapter,
} as const;

/** What each channel can show, known before any adapter is made: scenario files are held against it. */
export const limits = {
  telegram: telegramLimits,
  viber: viberLimits,
} as const;
