import { present } from '@catenary/scoring/internal/values';
import type { Logger } from '../../platform/observe/logger.ts';
import type { LaunchOptions } from './launch-stages.ts';
import type { StageDefinition } from './stage-definition.ts';

/** Takes the lines of one container: to the server's own log, and to the receiver that the launch names when a line comes. */
export function containerLines(
  { hostname }: StageDefinition,
  options: LaunchOptions,
  { log }: { readonly log: Logger },
): (line: string) => void {
  return (line) => {
    const { owner } = options;
    const requestId = line.includes('\n') ? requestOf(line) : undefined;
    const facts = { owner, container: hostname, ...present({ requestId }), line };
    if (requestId === undefined) log.info(facts, 'container');
    else log.warn(facts, 'container');
    options.onLine?.(hostname, line);
  };
}

/** The request that a worker of ours names before a traceback. */
const requestOf = (text: string) => /^request ([0-9a-f-]{36}) failed /.exec(text)?.[1];
