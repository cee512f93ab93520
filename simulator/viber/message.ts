import { z } from 'zod';
import type { ChatButton } from '../chats.ts';
import type { SimulatedAttachment } from '../platform.ts';
import { layOut, readButton, rowsAllowed } from './keyboard.ts';
import { ViberRefusal } from './refusal.ts';

/** A message as a bot sends it, in `send_message` or as the welcome. */
export interface OutgoingMessage {
  /** Empty: a file, or a picture that says nothing. */
  text: string;
  attachment?: SimulatedAttachment;
  keyboard: ChatButton[][];
  trackingData: string;
  /** The least API version that it asks of the client's app. */
  minApiVersion: number;
}

/** The API version of the clients that the simulator stands for. */
const clientApiVersion = 10;
/** `Silent` came with it. */
const silentSince = 6;

const common = z.object({
  sender: z.object({ name: z.string().min(1).max(28), avatar: z.string().nullish() }),
  tracking_data: z.string().max(4000).nullish(),
  min_api_version: z.int().min(1).nullish(),
  keyboard: z.object({ Type: z.literal('keyboard'), Buttons: z.array(readButton).min(1) }).nullish(),
});
const address = z
  .string()
  .max(2000)
  .regex(/^https?:\/\/[^\s/]+\/\S*$/, 'no address');

/** What each type must have and hold. @see https://developers.viber.com/docs/api/rest-bot-api/#message-types */
const types = {
  text: { required: ['text'], schema: common.extend({ text: z.string().min(1).max(7000) }) },
  picture: {
    required: ['text', 'media'],
    schema: common.extend({
      text: z.string().max(768),
      media: address.regex(/\.(jpe?g|png|gif)$/i, 'not the address of a picture'),
    }),
  },
  file: {
    required: ['media', 'size', 'file_name'],
    schema: common.extend({
      media: address,
      size: z.int().min(1).max(50_000_000),
      file_name: z.string().regex(/^.{0,250}\.[^.]{1,10}$/, 'a name without its ending'),
    }),
  },
} as const;

type Bodies = { [T in keyof typeof types]: z.infer<(typeof types)[T]['schema']> };

/** @throws {ViberRefusal} */
export function readMessage(input: Record<string, unknown>): OutgoingMessage {
  const { type } = input;
  const isKnown = typeof type === 'string' && Object.hasOwn(types, type);
  const known = isKnown ? (type as keyof typeof types) : null;
  // Viber tells what is missing from what is wrong.
  const required = ['type', 'sender', ...(known ? types[known].required : [])];
  const missing = required.find((field) => input[field] === undefined || input[field] === null);
  if (missing) throw new ViberRefusal('missingData', `missing ${missing}`);
  if (!known)
    throw new ViberRefusal('unsupportedMessageType', 'the simulator shows texts, pictures and files');
  const parsed = types[known].schema.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ViberRefusal('badData', `${issue?.path.join('.')} is not valid. [${issue?.message}]`);
  }
  const { keyboard, tracking_data: trackingData } = parsed.data;
  const version = parsed.data.min_api_version ?? 1;
  if (version > clientApiVersion) throw new ViberRefusal('apiVersionNotSupported');
  if (version < silentSince && keyboard?.Buttons.some((button) => button.Silent)) {
    throw new ViberRefusal('incompatibleWithVersion', `Silent needs min_api_version ${silentSince}`);
  }
  const rows = layOut(keyboard?.Buttons ?? []);
  const height = rows.reduce((sum, row) => sum + Math.max(...row.map((button) => button.rows ?? 1)), 0);
  if (height > rowsAllowed) throw new ViberRefusal('badData', `keyboard is not valid. [${height} rows]`);
  return {
    text: 'text' in parsed.data ? parsed.data.text : '',
    ...attachmentOf(known, parsed.data),
    keyboard: rows,
    trackingData: trackingData ?? '',
    minApiVersion: version,
  };
}

function attachmentOf(type: keyof Bodies, body: Bodies[keyof Bodies]): { attachment?: SimulatedAttachment } {
  if (type === 'text' || !('media' in body)) return {};
  const { media: url } = body;
  return 'size' in body
    ? { attachment: { kind: 'file', url, name: body.file_name, bytes: body.size } }
    : { attachment: { kind: 'photo', url, name: url.slice(url.lastIndexOf('/') + 1) } };
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
