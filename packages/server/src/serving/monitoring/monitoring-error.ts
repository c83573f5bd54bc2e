/** An analysis cannot be made as it was asked for: its job fails with these words. */
export class MonitoringError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MonitoringError';
  }
}
