import type { OperationContext } from '../operation-context.ts';
import { describeApplication } from './describe-application.ts';
import { findApplication } from './find-application.ts';

export async function getApplication(
  { applicationId }: { readonly applicationId: string },
  context: OperationContext,
): Promise<object> {
  return { application: describeApplication(await findApplication(applicationId, context)) };
}
