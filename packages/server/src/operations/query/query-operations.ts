import { getRole } from '../iam/get-role.ts';
import { simulatePrincipalPolicy } from '../iam/simulate-principal-policy.ts';
import { getCallerIdentity } from '../sts/get-caller-identity.ts';
import type { QueryOperation } from '../query-operation.ts';

interface QueryService {
  readonly signingName: string;
  /** What its answers are in. */
  readonly namespace: string;
}

const sts: QueryService = { signingName: 'sts', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' };
const iam: QueryService = { signingName: 'iam', namespace: 'https://iam.amazonaws.com/doc/2010-05-08/' };

/** Every operation of the AWS Query protocol by its action, and the service that it belongs to. */
export const queryOperations: Readonly<Record<string, QueryService & { readonly run: QueryOperation }>> = {
  GetCallerIdentity: { ...sts, run: getCallerIdentity },
  GetRole: { ...iam, run: getRole },
  SimulatePrincipalPolicy: { ...iam, run: simulatePrincipalPolicy },
};
