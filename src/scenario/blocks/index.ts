import { action } from './action.ts';
import { condition } from './condition.ts';
import { message } from './message.ts';
import { messageWithKeyboard } from './message-with-keyboard.ts';
import { waitForResponse } from './wait-for-response.ts';

/** Every type that a block may have. */
export const blocks = {
  message,
  message_with_keyboard: messageWithKeyboard,
  wait_for_response: waitForResponse,
  condition,
  action,
} as const;
