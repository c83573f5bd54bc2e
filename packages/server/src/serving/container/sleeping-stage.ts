import type { Stage } from './stage.ts';
import type { StageDefinition } from './stage-definition.ts';

/** Stands where a container would be of which nothing runs: requests have to wait, and never come to it. */
export const sleepingStages = (definitions: readonly StageDefinition[]): Stage[] =>
  definitions.map(({ hostname, image }) => ({
    hostname,
    image,
    invoke: () => Promise.reject(new Error('no instance of it runs')),
    ping: () => Promise.resolve(false),
    executionParameters: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  }));
