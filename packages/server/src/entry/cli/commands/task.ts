import { text } from 'node:stream/consumers';
import type { ObjectTask } from '../../../serving/spark-transforms/object-task.ts';
import { isObject } from '../../../util/is-object.ts';
import { CommandError } from '../command.ts';
import { inOneLine } from '../in-one-line.ts';
import { transformObject } from '../transform/transform-object.ts';

/**
 * `catenary task`: one object of a job that Spark carries out, by the task on standard input; what became of it, or the
 * reason why the job cannot go on, to standard output.
 */
export async function task(): Promise<void> {
  const said = await transformObject(await readTask()).catch((error: unknown) => {
    if (error instanceof CommandError) return { error: inOneLine(error.message) };
    throw error;
  });
  process.stdout.write(`${JSON.stringify(said)}\n`);
}

/** The driver of this version wrote it; a worker may have another. */
async function readTask(): Promise<ObjectTask> {
  const task: unknown = await text(process.stdin)
    .then(JSON.parse)
    .catch(() => undefined);
  if (isObject(task) && isObject(task.request) && isObject(task.object) && isObject(task.settings))
    return task as unknown as ObjectTask;
  throw new CommandError(
    'Standard input is no task of `catenary transform --engine spark`, or of another version of Catenary: install the same one on all workers.',
  );
}
