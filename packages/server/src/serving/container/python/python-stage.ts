import { availableParallelism } from 'node:os';
import { type Enclosure, openEnclosure } from '../process/enclosure.ts';
import { type OpeningStage, openWorkerStage } from '../process/open-worker-stage.ts';
import { oneReplica } from '../replication.ts';
import type { Stage } from '../stage.ts';
import { findScript, type PythonProgram } from './find-script.ts';
import type { FrameworkName } from './frameworks.ts';
import { launchWorker } from './launch-worker.ts';
import { preparePython } from './prepare-python.ts';

export interface PythonStageDefinition extends Omit<OpeningStage, 'enclosure'> {
  readonly framework: FrameworkName;
  /** Says which release of the framework: `1.9-1-cpu-py3`. */
  readonly imageTag: string;
  /**
   * What CreateModel gave the container. SAGEMAKER_PROGRAM, _SUBMIT_DIRECTORY, _MODEL_SERVER_WORKERS, _TIMEOUT and
   * _DEFAULT_INVOCATIONS_ACCEPT are understood.
   */
  readonly environment: Readonly<Record<string, string>>;
  /** The unpacked model archive: what model_fn gets, and the working directory. */
  readonly modelDirectory: string;
  /** The unpacked archive of SAGEMAKER_SUBMIT_DIRECTORY, if that is an s3:// address. */
  readonly sourceDirectory?: string;
  /** A model to serve without a script: its path in the model directory, and why it is not read natively. */
  readonly model?: { readonly file: string; readonly reason: string };
  /** Python environments are kept below, in `python/`. */
  readonly dataDirectory: string;
  /** Time to make the environment, and then for all workers to have loaded the model, milliseconds. */
  readonly startupTimeoutMs: number;
  readonly enclosure?: Enclosure;
  /** Gets what is being done for its environment, in words. */
  readonly onProgress?: ((doing: string) => void) | undefined;
  /** Interpreter to make environments from. Default `python3`, or one on PATH that suits the framework better. */
  readonly python?: string;
  /** An interpreter that has all packages already: no environment is made. */
  readonly preparedPython?: string;
}

/** Quick scripts cost less than to wake their process for each request. */
const mostReady = 4;

/** Starts a container in script mode; rejects with a reason fit for FailureReason. */
export async function launchPythonStage(definition: PythonStageDefinition): Promise<Stage> {
  const { model, modelDirectory } = definition;
  const program =
    model === undefined
      ? await findScript(definition)
      : { codeDirectory: modelDirectory, modelFile: model.file, reason: model.reason };
  const python = definition.preparedPython ?? (await prepareEnvironment(definition, program));
  const { framework, environment, enclosure = openEnclosure, replication = oneReplica, onLog } = definition;
  const worker = { python, framework, program, modelDirectory, environment, enclosure, onLog };
  return openWorkerStage(
    { ...definition, enclosure },
    {
      launch: ({ socketPath, count }, options) => {
        const threads = Math.max(1, Math.floor(availableParallelism() / (count * replication.count)));
        return launchWorker({ ...worker, socketPath, threads }, options);
      },
      mostReady,
    },
  );
}

/** Makes the environment of a script, if it is not there yet; rejects with a reason fit for FailureReason. */
export async function preparePythonStage(definition: PythonStageDefinition): Promise<void> {
  const program = await findScript(definition);
  if (definition.preparedPython === undefined) await prepareEnvironment(definition, program);
}

async function prepareEnvironment(definition: PythonStageDefinition, program: PythonProgram): Promise<string> {
  const { signal, startupTimeoutMs } = definition;
  const limit = AbortSignal.timeout(startupTimeoutMs);
  return preparePython({
    framework: definition.framework,
    image: definition.image,
    imageTag: definition.imageTag,
    python: definition.python,
    codeDirectory: program.codeDirectory,
    // A model that was fitted on a table needs one to be asked.
    imported: 'modelFile' in program ? ['pandas'] : 'by scripts',
    enclosure: definition.enclosure ?? openEnclosure,
    dataDirectory: definition.dataDirectory,
    onLog: definition.onLog,
    onProgress: definition.onProgress,
    signal: AbortSignal.any([signal, limit]),
  }).catch((error: Error) => {
    if (!limit.aborted || signal.aborted) throw error;
    const seconds = startupTimeoutMs / 1000;
    throw new Error(`${error.message} after ${seconds} seconds, the container's start-up limit`, { cause: error });
  });
}
