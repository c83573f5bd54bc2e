import type { Logger } from '../../platform/observe/logger.ts';
import type { LaunchOptions } from './launch-stages.ts';
import type { StageDefinition } from './stage-definition.ts';

/** Takes the lines of one container: to the server's own log, and to the receiver that the launch names. */
export function containerLines(
  { hostname }: StageDefinition,
  { owner, onLine }: LaunchOptions,
  { log }: { readonly log: Logger },
): (line: string) => void {
  return (line) => {
    log.info({ owner, container: hostname, line }, 'container');
    onLine?.(hostname, line);
  };
}
