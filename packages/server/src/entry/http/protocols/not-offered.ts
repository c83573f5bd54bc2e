import type { Service } from '../../../operations/service.ts';

/** Why an operation is refused, and what its service has here; undefined: it is a service of none. */
export function notOffered(what: string, service: Pick<Service, 'offers'> | undefined): string {
  const refusal = `The ${what} is not offered by this server`;
  if (service?.offers === undefined) return `${refusal}; docs/api-coverage.md lists those that are.`;
  return `${refusal}, which has ${service.offers}; docs/api-coverage.md lists each operation.`;
}
