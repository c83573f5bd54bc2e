import { iamModel } from '../../contract/models.ts';
import { defineService } from '../service.ts';
import { getRole } from './get-role.ts';
import { simulatePrincipalPolicy } from './simulate-principal-policy.ts';

/** What SDKs ask of IAM before they call the control plane. */
export const iamOperations = defineService(
  {
    signingName: 'iam',
    model: iamModel,
    offers: 'GetRole and SimulatePrincipalPolicy',
  },
  {
    GetRole: getRole,
    SimulatePrincipalPolicy: simulatePrincipalPolicy,
  },
);
