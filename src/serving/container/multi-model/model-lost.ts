import { StageUnreachable } from '../stage-unreachable.ts';

/** What had loaded the model is gone, and the request has not been begun: the model can be loaded anew for it. */
export class ModelLost extends StageUnreachable {
  constructor(options?: ErrorOptions) {
    super('unavailable', 'the process that had loaded the model is gone', { ...options, wasSent: false });
    this.name = 'ModelLost';
  }
}
