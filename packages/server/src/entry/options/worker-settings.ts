import type { WorkerSettings } from '../../serving/spark-transforms/object-task.ts';
import type { ServerOptions } from './server-options.ts';

/** What workers of Spark start containers with. */
export const workerSettings = (options: ServerOptions): WorkerSettings => {
  const { images, environments, python, sandbox, processMemoryMB, fuse } = options;
  return { images, environments, python, sandbox, processMemoryMB, fuse };
};
