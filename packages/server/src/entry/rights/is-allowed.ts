import { matchesGlob } from '../../util/matches-glob.ts';

/** One statement of a policy. In its actions and resources `*` stands for any characters. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** What a request wants to do: an action, such as `s3:GetObject`, with a resource, its ARN or `*`. */
export interface Demand {
  readonly action: string;
  readonly resource: string;
}

/**
 * Whether a policy allows what is asked: a statement must allow it, and none deny it. The case of letters in actions does not
 * matter. Source: IAM User Guide, "Policy evaluation logic".
 */
export function isAllowed(statements: readonly Statement[], demand: Demand): boolean {
  const action = demand.action.toLowerCase();
  const fitting = statements.filter(
    ({ actions, resources }) =>
      actions.some((glob) => matchesGlob(glob.toLowerCase(), action)) &&
      resources.some((glob) => matchesGlob(glob, demand.resource)),
  );
  return fitting.some(({ effect }) => effect === 'Allow') && fitting.every(({ effect }) => effect === 'Allow');
}
