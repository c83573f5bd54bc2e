import { ServiceError } from '../../contract/service-error.ts';

export const invalidRequest = (message: string) =>
  new ServiceError('InvalidRequestException', message, { ErrorCode: 'InvalidRequest' });
