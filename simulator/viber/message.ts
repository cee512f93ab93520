import { z } from 'zod';
import type { ChatButton } from '../chats.ts';
import { layOut, readButton, rowsAllowed } from './keyboard.ts';
import { ViberRefusal } from './refusal.ts';

/** A message as a bot sends it, in `send_message` or as the welcome. */
export interface OutgoingMessage {
  text: string;
  keyboard: ChatButton[][];
  trackingData: string;
  /** The least API version that it asks of the client's app. */
  minApiVersion: number;
}

/** The API version of the clients that the simulator stands for. */
const clientApiVersion = 10;
/** `Silent` came with it. */
const silentSince = 6;

const outgoing = z.object({
  type: z.string(),
  text: z.string().min(1).max(7000),
  sender: z.object({ name: z.string().min(1).max(28), avatar: z.string().nullish() }),
  tracking_data: z.string().max(4000).nullish(),
  min_api_version: z.int().min(1).nullish(),
  keyboard: z.object({ Type: z.literal('keyboard'), Buttons: z.array(readButton).min(1) }).nullish(),
});

/** What every message must have: Viber tells those that are missing from those that are wrong. */
const required = ['type', 'text', 'sender'] as const;

/** @throws {ViberRefusal} */
export function readMessage(input: Record<string, unknown>): OutgoingMessage {
  const missing = required.find((field) => input[field] === undefined || input[field] === null);
  if (missing) throw new ViberRefusal('missingData', `missing ${missing}`);
  if (input.type !== 'text')
    throw new ViberRefusal('unsupportedMessageType', 'the simulator shows text alone');
  const parsed = outgoing.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ViberRefusal('badData', `${issue?.path.join('.')} is not valid. [${issue?.message}]`);
  }
  const { text, keyboard, tracking_data: trackingData } = parsed.data;
  const version = parsed.data.min_api_version ?? 1;
  if (version > clientApiVersion) throw new ViberRefusal('apiVersionNotSupported');
  if (version < silentSince && keyboard?.Buttons.some((button) => button.Silent)) {
    throw new ViberRefusal('incompatibleWithVersion', `Silent needs min_api_version ${silentSince}`);
  }
  const rows = layOut(keyboard?.Buttons ?? []);
  const height = rows.reduce((sum, row) => sum + Math.max(...row.map((button) => button.rows ?? 1)), 0);
  if (height > rowsAllowed) throw new ViberRefusal('badData', `keyboard is not valid. [${height} rows]`);
  return { text, keyboard: rows, trackingData: trackingData ?? '', minApiVersion: version };
}

/** @throws {ViberRefusal} when an app that is too old for keyboards cannot show it */
export function checkShownByOldApp({ keyboard, minApiVersion }: OutgoingMessage): void {
  if (keyboard.length > 0 || minApiVersion > 1) throw new ViberRefusal('apiVersionNotSupported');
}

/** `*bold*`, `_italic_`, `~struck~` and three backticks without their marks. */
export function withoutMarks(text: string): string {
  return text
    .replace(/```([^`]+)```/g, '$1')
    .replace(/(?<![\w*])\*(\S|\S[^*\n]*\S)\*(?![\w*])/g, '$1')
    .replace(/(?<![\w_])_(\S|\S[^_\n]*\S)_(?![\w_])/g, '$1')
    .replace(/(?<![\w~])~(\S|\S[^~\n]*\S)~(?![\w~])/g, '$1');
}
