import type { OperationContext } from '../operation-context.ts';
import { changeApplication } from './change-application.ts';

export async function startApplication(
  { applicationId }: { readonly applicationId: string },
  context: OperationContext,
): Promise<object> {
  await changeApplication(applicationId, context, () => Promise.resolve('STARTED'));
  return {};
}
