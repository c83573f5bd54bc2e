import { parseS3Uri } from '../../contract/s3-uri.ts';
import { checkArguments } from './check-arguments.ts';
import { invalidInput } from './invalid-input.ts';
import type { JobDefinition } from './job-definition.ts';

/** Below it, minutes: seven days. */
const maxTimeout = 10_080;
const maxRetries = 10;

/** Throws `ServiceError` (InvalidInputException) for a job that is not carried out here, with what is wrong. */
export function checkJob(job: JobDefinition): void {
  const { Command: command, MaxCapacity, WorkerType, NumberOfWorkers, Timeout, MaxRetries = 0 } = job;
  if (command.Name !== 'glueetl')
    throw invalidInput(
      `Command.Name must be glueetl, a script of Spark in Python: this server runs no ${command.Name ?? 'job without one'}.`,
    );
  const script = parseS3Uri(command.ScriptLocation ?? '');
  if (script === undefined || script.key === '')
    throw invalidInput('Command.ScriptLocation must be the address s3://bucket/key of a script.');
  if (MaxCapacity !== undefined && (WorkerType ?? NumberOfWorkers) !== undefined)
    throw invalidInput('MaxCapacity cannot be given together with WorkerType or NumberOfWorkers.');
  if (Timeout !== undefined && Timeout >= maxTimeout)
    throw invalidInput(`Timeout must be below ${maxTimeout} minutes: it is ${Timeout}.`);
  if (MaxRetries < 0 || MaxRetries > maxRetries)
    throw invalidInput(`MaxRetries must be 0 to ${maxRetries}: it is ${MaxRetries}.`);
  checkArguments(job.DefaultArguments);
  checkArguments(job.NonOverridableArguments);
}
