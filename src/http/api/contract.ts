import { alerts } from './alerts/contract.ts';
import { comments } from './comments/contract.ts';
import { dialogues } from './dialogues/contract.ts';
import { digests } from './digests/contract.ts';
import { disputes } from './disputes/contract.ts';
import { exports } from './exports/contract.ts';
import { figures } from './figures/contract.ts';
import { jobs } from './jobs/contract.ts';
import { keys } from './keys/contract.ts';
import { people } from './people/contract.ts';
import { scenarios } from './scenarios/contract.ts';
import { statistics } from './statistics/contract.ts';
import { targets } from './targets/contract.ts';
import { webhooks } from './webhooks/contract.ts';

/** Every resource of the API: its routes, its documentation and the client come from here. */
export const contract = {
  dialogues,
  figures,
  comments,
  alerts,
  disputes,
  targets,
  scenarios,
  exports,
  people,
  keys,
  webhooks,
  digests,
  jobs,
  statistics,
} as const;
