import type { QueryOperation } from '../query-operation.ts';

/** As many as IAM takes in one call. */
const maxActions = 256;

/** IAM SimulatePrincipalPolicy: there are no policies here, so every key may do everything that the server offers. */
export const simulatePrincipalPolicy: QueryOperation = (form) => {
  const names = [...form].flatMap(([key, value]) => (/^ActionNames\.member\.\d+$/.test(key) ? [value] : []));
  const member = names.slice(0, maxActions).map((name) => ({
    EvalActionName: name,
    EvalResourceName: '*',
    EvalDecision: 'allowed',
    MatchedStatements: '',
    MissingContextValues: '',
  }));
  return { EvaluationResults: { member }, IsTruncated: false };
};
