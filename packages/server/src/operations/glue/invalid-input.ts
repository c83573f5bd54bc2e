import { ServiceError } from '../../contract/service-error.ts';

export const invalidInput = (message: string) => new ServiceError('InvalidInputException', message);
