import type { ChatBook } from '../chats.ts';
import type { Files } from '../files.ts';
import { isWebhookUrl } from '../wire/delivery.ts';
import type { Commands } from './commands.ts';
import type { Limits } from './limits.ts';
import type { Objects } from './objects.ts';
import { isTrue, list, type Methods, number, text } from './request/parameters.ts';
import type { Queries } from './queries.ts';
import { badRequest } from './refusal.ts';
import { createSending } from './sending.ts';
import type { Updates } from './updates.ts';

/** Characters of a toast. */
const toastChars = 200;

export function createMethods({
  book,
  objects,
  updates,
  queries,
  limits,
  files,
  commands,
  nextMessageId,
  now,
}: {
  book: ChatBook;
  objects: Objects;
  updates: Updates;
  queries: Queries;
  limits: Limits;
  files: Files;
  commands: Commands;
  nextMessageId: () => number;
  now: () => Date;
}): Methods {
  const allowUpdates = (value: unknown): void => {
    const kinds = list(value);
    if (kinds) updates.allow(kinds.map(String));
  };

  return {
    getme: () => ({
      ...objects.bot,
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
      can_connect_to_business: false,
      has_main_web_app: false,
    }),
    getupdates(parameters) {
      allowUpdates(parameters.allowed_updates);
      return updates.poll({
        offset: number(parameters.offset, 0),
        limit: Math.min(Math.max(number(parameters.limit, 100), 1), 100),
        timeoutMs: Math.min(Math.max(number(parameters.timeout, 0), 0), 50) * 1000,
      });
    },
    setwebhook(parameters) {
      const url = text(parameters.url);
      const secret = parameters.secret_token === undefined ? null : text(parameters.secret_token);
      if (url !== '' && !isWebhookUrl(url))
        throw badRequest('bad webhook: an HTTPS URL must be provided for webhook');
      if (secret !== null && secret.length > 256) throw badRequest('secret token is too long');
      if (secret !== null && !/^[\w-]+$/.test(secret)) {
        throw badRequest('secret token contains unallowed characters');
      }
      if (isTrue(parameters.drop_pending_updates)) updates.dropPending();
      allowUpdates(parameters.allowed_updates);
      updates.setWebhook(url === '' ? null : { url, secret });
      return true;
    },
    deletewebhook(parameters) {
      if (isTrue(parameters.drop_pending_updates)) updates.dropPending();
      updates.setWebhook(null);
      return true;
    },
    getwebhookinfo: () => updates.info(),
    ...createSending({ book, objects, limits, files, nextMessageId, now }),
    answercallbackquery(parameters) {
      const toast = text(parameters.text);
      if (toast.length > toastChars) throw badRequest('MESSAGE_TOO_LONG');
      const chat = book.find(queries.answer(text(parameters.callback_query_id)));
      if (chat && toast !== '') {
        chat.toast = toast;
        chat.toasts += 1;
        book.changed();
      }
      return true;
    },
    ...commands.methods,
    setmydescription: () => true,
    setmyshortdescription: () => true,
    setmyname: () => true,
    setchatmenubutton: () => true,
  };
}
