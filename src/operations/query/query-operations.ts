import { getRole } from '../iam/get-role.ts';
import { simulatePrincipalPolicy } from '../iam/simulate-principal-policy.ts';
import { getCallerIdentity } from '../sts/get-caller-identity.ts';
import type { QueryOperation } from './query-operation.ts';

const sts = 'https://sts.amazonaws.com/doc/2011-06-15/';
const iam = 'https://iam.amazonaws.com/doc/2010-05-08/';

/** Every operation of the AWS Query protocol by its action, and the namespace that its answers are in. */
export const queryOperations: Readonly<Record<string, { readonly namespace: string; readonly run: QueryOperation }>> = {
  GetCallerIdentity: { namespace: sts, run: getCallerIdentity },
  GetRole: { namespace: iam, run: getRole },
  SimulatePrincipalPolicy: { namespace: iam, run: simulatePrincipalPolicy },
};
