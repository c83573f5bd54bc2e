import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';
import { falseAlarmRate } from '../../serving/drift/chance-gap.ts';
import type { OperationContext } from '../operation-context.ts';

/** How what passes the boundaries of an endpoint's chain compares with its baseline (`DriftWatch`), on this server. */
export async function describeDrift(
  { EndpointName: name }: { readonly EndpointName: string },
  context: OperationContext,
): Promise<object> {
  const endpoint = await context.directory.find(qualify(context.realm, name));
  if (endpoint === undefined) throw new ServiceError('ValidationError', `Endpoint ${name} not found.`);
  if (endpoint.drift === undefined)
    throw new ServiceError(
      'ValidationError',
      `Endpoint ${name} is not watched for drift: give CATENARY_DRIFT_BASELINE in the Environment of a container, "first" or the address of a statistics.json.`,
    );
  const found = await endpoint.drift.describe();
  const drifted = found.boundaries.flatMap(({ boundary, columns }) =>
    columns.filter(({ verdict }) => verdict === 'drifted').map(({ column }) => `${boundary}: ${column}`),
  );
  return { verdict: drifted.length > 0 ? 'drifted' : 'as before', drifted, falseAlarmRate, ...found };
}
