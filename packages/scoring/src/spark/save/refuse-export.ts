import { ScoringError } from '../../scoring-error.ts';
import type { NodeName } from '../plan/node-context.ts';

/** MLeap cannot hold a stage; `why` continues "MLeap ...". */
export function refuseExport({ path, op }: NodeName, why: string): ScoringError {
  return new ScoringError('unsupported_model', `${path}: MLeap ${why}.`, { node: path, op });
}
