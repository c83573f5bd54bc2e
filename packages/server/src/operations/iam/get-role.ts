import { ServiceError } from '../../contract/service-error.ts';
import type { OperationContext } from '../operation-context.ts';

const roleName = /^[\w+=,.@-]{1,64}$/;

/**
 * IAM GetRole: what SDKs ask for when they are given a role's name instead of its ARN. There are no roles here, and
 * nothing is done in the name of one: every valid name is answered as a role.
 */
export function getRole({ RoleName: name = '' }: { readonly RoleName?: string }, { realm }: OperationContext): object {
  if (!roleName.test(name)) throw new ServiceError('ValidationError', 'The specified value for roleName is invalid.');
  const id = `AROA${Buffer.from(name).toString('hex').toUpperCase().padEnd(17, '0').slice(0, 17)}`;
  return {
    Role: {
      Path: '/',
      RoleName: name,
      RoleId: id,
      Arn: `arn:aws:iam::${realm.account}:role/${name}`,
      CreateDate: '1970-01-01T00:00:00Z',
      AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trustPolicy)),
      MaxSessionDuration: 3600,
    },
  };
}

/** The service may take the role: SDKs look whether it may. */
const trustPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
