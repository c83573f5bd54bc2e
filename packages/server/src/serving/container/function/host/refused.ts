/** A request that is not to be answered, with the status that says so. */
export class Refused extends Error {
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.name = 'Refused';
    this.status = status;
  }
}
