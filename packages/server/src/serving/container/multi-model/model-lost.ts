import { StageUnreachable } from '../stage-unreachable.ts';

/**
 * The process that had loaded the model is gone, and the request has not been begun: the model can be loaded again for
 * it.
 */
export class ModelLost extends StageUnreachable {
  constructor(options?: ErrorOptions) {
    super('unavailable', 'the process that had loaded the model is gone', { ...options, wasSent: false });
    this.name = 'ModelLost';
  }
}
