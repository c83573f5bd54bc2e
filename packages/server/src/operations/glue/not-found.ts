import { ServiceError } from '../../contract/service-error.ts';

/** What callers name and there is not. */
export const notFound = {
  job: (name: string) => new ServiceError('EntityNotFoundException', `Job with name: ${name} not found.`),
  run: (id: string) => new ServiceError('EntityNotFoundException', `Job Run Not Found: ${id}`),
};
