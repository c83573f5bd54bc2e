import { present } from '@catenary/scoring/internal/values';
import { nameOf } from '../../contract/qualified-name.ts';
import type { SparkResourceRecord } from '../../serving/records/spark-resource-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { type PageInput, pageOfJobs } from './page-of-jobs.ts';

type ListInput = PageInput & { readonly Tags?: Readonly<Record<string, string>> };

/** Names; with Tags those of the jobs that have all of them. */
export async function listJobs(input: ListInput, context: OperationContext): Promise<object> {
  const wanted = Object.entries(input.Tags ?? {});
  const hasTags = ({ definition }: SparkResourceRecord) => {
    const tags = new Map(Object.entries((definition['Tags'] ?? {}) as Readonly<Record<string, string>>));
    return wanted.every(([key, value]) => tags.get(key) === value);
  };
  const { page, next } = await pageOfJobs(input, context, wanted.length === 0 ? undefined : hasTags);
  return { JobNames: page.map(({ name }) => nameOf(name)), ...present({ NextToken: next }) };
}
