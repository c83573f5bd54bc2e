import type { OperationContext } from '../operation-context.ts';

/** STS GetCallerIdentity. Every key of this server is the account's own. */
export function getCallerIdentity(_input: object, { realm: { account } }: OperationContext): object {
  return { Arn: `arn:aws:iam::${account}:root`, UserId: account, Account: account };
}
