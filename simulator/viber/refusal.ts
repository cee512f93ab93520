/** The statuses that Viber answers inside HTTP 200. @see https://developers.viber.com/docs/api/rest-bot-api/#error-codes */
export const statuses = {
  ok: 0,
  invalidUrl: 1,
  invalidAuthToken: 2,
  badData: 3,
  missingData: 4,
  receiverNotRegistered: 5,
  receiverNotSubscribed: 6,
  webhookNotSet: 10,
  tooManyRequests: 12,
  apiVersionNotSupported: 13,
  incompatibleWithVersion: 14,
  unsupportedMessageType: 17,
} as const;

/** Viber's no. */
export class ViberRefusal extends Error {
  readonly status: number;
  constructor(name: keyof typeof statuses, detail: string = name) {
    super(detail);
    this.status = statuses[name];
  }
}
