import { z } from 'zod';

/** A moment in an answer: a Date here, ISO 8601 in UTC in JSON. */
export const moment = z.codec(z.string().meta({ format: 'date-time' }), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

/** A moment that may not have come. */
export const optionalMoment = moment.nullable();
