import { Api, GrammyError, HttpError, InputFile, type Transformer } from 'grammy/web';
import type { Upload } from '../../src/channel.ts';
import { ChannelError, messageOf } from '../../src/errors.ts';
import { refusal } from './errors.ts';
import { createHttpClient, type HttpRequest } from '../http.ts';

/** Options of a call under the platform's own names, beside those that every call of its kind has. */
export type Options = Record<string, unknown>;

/** The calls of the Bot API that are made. @throws {ChannelError} each */
export interface TelegramApi {
  getMe(): Promise<{ username: string }>;
  getWebhookInfo(): Promise<{ url?: string; allowed_updates?: string[] }>;
  setWebhook(url: string, options: { secret_token: string; allowed_updates: UpdateKinds }): Promise<unknown>;
  deleteWebhook(): Promise<unknown>;
  getUpdates(
    options: { offset: number; timeout: number; allowed_updates: UpdateKinds },
    signal?: AbortSignal,
  ): Promise<unknown[]>;
  sendMessage(chat: number, html: string, options: Options): Promise<{ message_id: number }>;
  sendPhoto(chat: number, upload: Upload, options: Options): Promise<{ message_id: number }>;
  sendDocument(chat: number, upload: Upload, options: Options): Promise<{ message_id: number }>;
  forwardMessage(
    chat: number,
    from: number,
    message: number,
    options: Options,
  ): Promise<{ message_id: number }>;
  editMessageText(chat: number, message: number, html: string, options: Options): Promise<unknown>;
  editMessageCaption(chat: number, message: number, caption: string, options: Options): Promise<unknown>;
  answerCallbackQuery(id: string, options: { text?: string }): Promise<unknown>;
  /** Of one chat. */
  setMyCommands(
    chat: number,
    commands: ReadonlyArray<{ command: string; description: string }>,
  ): Promise<unknown>;
  deleteMyCommands(chat: number): Promise<unknown>;
  /** Any other call, under the platform's own names. */
  call(method: string, parameters: Options): Promise<unknown>;
  /** Lets go of the connections; a later call opens new ones. */
  close(): void;
}

/** The platform's names; none: its default. */
type UpdateKinds = readonly string[];

export interface TelegramApiOptions {
  token: string;
  /** Without a slash at its end; undefined: Telegram's own. */
  apiRoot: string | undefined;
  timeoutMs: number;
  /** Seconds that a request for updates may wait for the first one. */
  pollSeconds: number;
  scrub: (text: string) => string;
}

const TELEGRAM = 'https://api.telegram.org';
const json = { 'content-type': 'application/json' };

/** What a large document may take longer than a message, over a slow line. */
const UPLOAD_MS = 120_000;

export function createTelegramApi(options: TelegramApiOptions): TelegramApi {
  const { token, apiRoot, timeoutMs, pollSeconds, scrub } = options;
  const http = createHttpClient();
  const post = async (url: string, request: HttpRequest): Promise<unknown> => {
    const { text: answer } = await http.post(url, request);
    return { json: () => JSON.parse(answer) as unknown };
  };
  const client = { ...(apiRoot && { apiRoot }), fetch: post as unknown as typeof fetch };
  const api = new Api(token, { ...client, timeoutSeconds: timeoutMs / 1000 });
  api.config.use(asJson);
  const poller = new Api(token, { ...client, timeoutSeconds: pollSeconds + timeoutMs / 1000 });
  const uploader = new Api(token, { ...client, timeoutSeconds: (UPLOAD_MS + timeoutMs) / 1000 });
  const html = { parse_mode: 'HTML' } as const;
  const call = async <T>(request: Promise<T>): Promise<T> => {
    try {
      return await request;
    } catch (error) {
      throw channelError(error, scrub);
    }
  };
  /** Without the AbortSignal and the promises that grammY makes for each call; what has a file is grammY's to write. */
  async function asJson(...[send, method, payload, signal]: Parameters<Transformer>) {
    if (Object.values(payload).some((value) => value instanceof InputFile)) {
      return send(method, payload, signal);
    }
    const url = `${apiRoot ?? TELEGRAM}/bot${token}/${method}`;
    const body = JSON.stringify(payload);
    const { text: answer } = await http.post(url, { headers: json, body, timeoutMs });
    return JSON.parse(answer);
  }

  return {
    getMe: () => call(api.getMe()),
    getWebhookInfo: () => call(api.getWebhookInfo()),
    setWebhook: (url, options) => call(api.setWebhook(url, options as Parameters<Api['setWebhook']>[1])),
    deleteWebhook: () => call(api.deleteWebhook()),
    getUpdates: (options, signal) =>
      call(
        poller.getUpdates(
          options as Parameters<Api['getUpdates']>[0],
          (signal ?? AbortSignal.timeout(timeoutMs)) as Parameters<Api['getUpdates']>[1],
        ),
      ),
    sendMessage: (chat, words, options) => call(api.sendMessage(chat, words, ofText(options))),
    sendPhoto: (chat, upload, options) =>
      call(api.sendPhoto(chat, inputFile(upload), { ...html, ...options })),
    sendDocument: (chat, upload, options) =>
      call(uploader.sendDocument(chat, inputFile(upload), { ...html, ...options })),
    editMessageText: (chat, message, words, options) =>
      call(api.editMessageText(chat, message, words, ofText(options))),
    editMessageCaption: (chat, message, caption, options) =>
      call(api.editMessageCaption(chat, message, { ...html, ...options, caption })),
    forwardMessage: (chat, from, message, options) => call(api.forwardMessage(chat, from, message, options)),
    answerCallbackQuery: (id, options) => call(api.answerCallbackQuery(id, options)),
    setMyCommands: (chat, commands) => call(api.setMyCommands(commands, { scope: scopeOf(chat) })),
    deleteMyCommands: (chat) => call(api.deleteMyCommands({ scope: scopeOf(chat) })),
    call: (method, parameters) => {
      const raw = api.raw as unknown as Record<string, (parameters: Options) => Promise<unknown>>;
      return call((raw[method] as (parameters: Options) => Promise<unknown>)(parameters));
    },
    close: () => http.close(),
  };
}

/** Options of a message that is text; a link in it is not shown as a page. */
const ofText = (options: Options) =>
  ({ parse_mode: 'HTML', link_preview_options: { is_disabled: true }, ...options }) as const;

const scopeOf = (chat: number) => ({ type: 'chat', chat_id: chat }) as const;

/** grammY writes the name into a header as it is, without quotes. */
function inputFile({ bytes, name }: Upload): InputFile {
  return new InputFile(bytes, name.replace(/[^\p{L}\p{N}._-]+/gu, '_') || 'file');
}

function channelError(error: unknown, scrub: (text: string) => string): ChannelError {
  if (error instanceof ChannelError) return error;
  if (error instanceof GrammyError) {
    const { method, error_code, description, parameters } = error;
    return refusal({ method, code: error_code, description: scrub(description), ...parameters });
  }
  const cause = error instanceof HttpError ? error.error : error;
  return new ChannelError('network', scrub(`No usable answer from Telegram: ${messageOf(cause)}`));
}
