import { createHmac } from 'node:crypto';

/** Who opens a Mini App, and when. */
export interface InitData {
  /** As the Bot API writes a user. */
  user: object;
  authDate: Date;
  queryId: string;
}

/**
 * The init data that the app hands to a page, signed as the platform signs them.
 * @see https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
 */
function signInitData(botToken: string, { user, authDate, queryId }: InitData): string {
  const data = new URLSearchParams({
    auth_date: String(Math.floor(authDate.getTime() / 1000)),
    query_id: queryId,
    user: JSON.stringify(user),
  });
  const checked = [...data].map(([name, value]) => `${name}=${value}`).join('\n');
  const secret = createHmac('sha256', 'WebAppData').update(botToken).digest();
  data.append('hash', createHmac('sha256', secret).update(checked).digest('hex'));
  return data.toString();
}

/** The address that the app opens: init data and what the app is stand in its fragment. */
export function appAddress(url: string, botToken: string, opened: InitData): string {
  const fragment = new URLSearchParams({
    tgWebAppData: signInitData(botToken, opened),
    tgWebAppVersion: '8.0',
    tgWebAppPlatform: 'web',
  });
  return `${url}#${fragment.toString()}`;
}
