import type { QueryOperation } from '../query-operation.ts';

/** STS GetCallerIdentity. Every key of this server is the account's own. */
export const getCallerIdentity: QueryOperation = (_form, { account }) => ({
  Arn: `arn:aws:iam::${account}:root`,
  UserId: account,
  Account: account,
});
