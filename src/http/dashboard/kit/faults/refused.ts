import { ApiError } from '../../../../errors.ts';
import { type FaultAt, faultOf } from '../../../../text/fault.ts';

/** Why a page or an act is refused as a whole, with the status and the code of its answer. */
const refusals = {
  page_not_for_role: [403, 'forbidden'],
  act_not_for_role: [403, 'forbidden'],
  no_such_dialogue: [404, 'not_found'],
  no_such_note: [404, 'not_found'],
  no_note_to_delete: [404, 'not_found'],
  no_such_dispute: [404, 'not_found'],
  no_such_evidence: [400, 'invalid_request'],
  too_many_packs: [429, 'busy'],
  faults_in_address: [400, 'invalid_request'],
  faults_in_request: [400, 'invalid_request'],
} as const;

/** What refuses a page or an act. @param faults of the parameters that it is refused for */
export function refused(kind: keyof typeof refusals, faults: readonly FaultAt[] = []): ApiError {
  const [status, code] = refusals[kind];
  return new ApiError(status, code, faultOf(kind), faults);
}

/** What refuses an address for these faults; without these parameters it can be opened. */
export const unreadable = (faults: readonly FaultAt[]): ApiError => refused('faults_in_address', faults);
