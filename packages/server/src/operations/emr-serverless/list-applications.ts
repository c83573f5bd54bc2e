import { present } from '@catenary/scoring/internal/values';
import type { SparkResourceRecord } from '../../serving/records/spark-resource-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { idOf, pageOfResources, placeBehind } from '../page-of-resources.ts';
import type { StoredApplication } from './application-definition.ts';
import { type AskedPage, defaultSize, invalidToken } from './asked-page.ts';
import { summarizeApplication } from './describe-application.ts';

/** Newest first. */
export async function listApplications(
  { states, nextToken: token, maxResults: size = defaultSize }: AskedPage & { readonly states?: readonly string[] },
  context: OperationContext,
): Promise<object> {
  const after = token === undefined ? undefined : await placeBehind('emr-application', token, context);
  if (token !== undefined && after === undefined) throw invalidToken();
  const { page, next } = await pageOfResources(
    {
      kind: 'emr-application',
      order: 'CreationTime',
      size,
      after,
      tell: (records) => records.map(withSummary),
      isWanted: states && (({ summary }) => states.includes(summary.state)),
    },
    context,
  );
  return {
    applications: page.map(({ summary }) => summary),
    ...present({ nextToken: next === undefined ? undefined : idOf(next) }),
  };
}

const withSummary = (record: SparkResourceRecord) => ({
  ...record,
  summary: summarizeApplication({ record, application: record.definition as unknown as StoredApplication }),
});
