import type { StageContext } from '../stage-context.ts';
import type { StageDefinition } from '../stage-definition.ts';
import { type Enclosure, isolationRefusal } from './enclosure.ts';

/**
 * What a container's processes run in. Rejects if its model has EnableNetworkIsolation and this machine cannot do that.
 */
export async function enclose(
  { hostname, isIsolated }: StageDefinition,
  context: Pick<StageContext, 'box' | 'sockets' | 'processMemoryMB'>,
): Promise<Enclosure> {
  const box = await context.box();
  if (isIsolated === true && !box.isClosed) throw new Error(isolationRefusal(hostname));
  return { box, isOffline: isIsolated === true, sockets: context.sockets, memoryMB: context.processMemoryMB };
}
