import { stsModel } from '../../contract/models.ts';
import { defineService } from '../service.ts';
import { getCallerIdentity } from './get-caller-identity.ts';

/** Who a caller is. */
export const stsOperations = defineService(
  {
    signingName: 'sts',
    model: stsModel,
    offers: 'GetCallerIdentity',
  },
  { GetCallerIdentity: getCallerIdentity },
);
