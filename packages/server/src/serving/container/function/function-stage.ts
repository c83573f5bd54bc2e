import { type OpeningStage, openWorkerStage } from '../process/open-worker-stage.ts';
import type { Stage } from '../stage.ts';
import { wholeNumber } from '../whole-number.ts';
import { findHandler } from './find-handler.ts';
import { type FunctionWorkerDefinition, launchFunctionWorker } from './launch-function-worker.ts';

export type FunctionStageDefinition = OpeningStage &
  Omit<FunctionWorkerDefinition, 'handler' | 'socketPath' | 'memoryMB'>;

/** Small functions cost less than to wake their process for each request. */
const mostReady = 16;

/** Starts the processes of a function; rejects with a reason fit for FailureReason. */
export async function launchFunctionStage(definition: FunctionStageDefinition): Promise<Stage> {
  const handler = await findHandler(definition.modelDirectory);
  const limit = { byDefault: 512, most: 65_536 };
  const memoryMB = wholeNumber(definition.environment, 'CATENARY_FUNCTION_MEMORY_MB', limit);
  return openWorkerStage(definition, {
    launch: ({ socketPath }, options) =>
      launchFunctionWorker({ ...definition, handler, memoryMB, socketPath }, options),
    mostReady,
  });
}
