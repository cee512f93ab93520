/** The simulated helpdesk's secrets; public, as the tokens of the simulated platforms are. */
export const credentials = {
  /** What it registered with Telegram as `secret_token`: RELAY_SECRET_TELEGRAM. */
  telegramSecret: 'simulated-helpdesk-secret',
  /** An access token of one of its operators: CONNECT_CHATWOOT_API_TOKEN. */
  apiToken: 'simulated-helpdesk-api-token',
  /** What a person would choose for CONNECT_CHATWOOT_SECRET. */
  connectSecret: 'simulated-connect-secret',
  accountId: 1,
} as const;
