import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readPlainFile } from '../../../util/read-plain-file.ts';
import { WorkerPool } from '../dispatch/worker-pool.ts';
import { defaultMaxAnswerBytes } from '../http-stage.ts';
import { ContainerProcess } from '../process/container-process.ts';
import { type Enclosure, openEnclosure } from '../process/enclosure.ts';
import { openWorkerStage } from '../process/open-worker-stage.ts';
import { oneReplica, type Replication } from '../replication.ts';
import type { Stage } from '../stage.ts';
import { wholeNumber } from '../whole-number.ts';
import { findScript, type PythonProgram } from './find-script.ts';
import type { Framework } from './framework.ts';
import { parseFrameworkVersion } from './framework-version.ts';
import { type FrameworkName, frameworks } from './frameworks.ts';
import { importedImagePackages } from './image-packages.ts';
import { launchWorker } from './launch-worker.ts';
import { openPythonEnvironment } from './python-environment.ts';
import { defaultPython, findPython } from './python-interpreter.ts';
import { readRequirements } from './requirements.ts';

export interface PythonStageDefinition {
  readonly hostname: string;
  readonly image: string;
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
  readonly signal: AbortSignal;
  readonly enclosure?: Enclosure;
  /** Default one copy, with as many workers as there are cores. */
  readonly replication?: Replication | undefined;
  /** See `isIdempotent()`. Default false. */
  readonly isIdempotent?: boolean | undefined;
  /** Longest wait before a worker that ended is started again. Default half a minute. */
  readonly maxRestartDelayMs?: number | undefined;
  readonly onLog: (line: string) => void;
  /** Gets what is being done for its environment, in words. */
  readonly onProgress?: ((doing: string) => void) | undefined;
  /** Interpreter to make environments from. Default `python3`, or one on PATH that suits the framework better. */
  readonly python?: string;
  /** An interpreter that has all packages already: no environment is made. */
  readonly preparedPython?: string;
  /** Called last when the stage is closed. */
  readonly onClosed?: () => Promise<void>;
}

/** A larger Python file is data: its imports are not searched, bytes. */
const maxSourceBytes = 1024 * 1024;

/** Starts a container in script mode; rejects with a reason fit for FailureReason. */
export async function launchPythonStage(definition: PythonStageDefinition): Promise<Stage> {
  const { model, modelDirectory } = definition;
  const program =
    model === undefined
      ? await findScript(definition)
      : { codeDirectory: modelDirectory, modelFile: model.file, reason: model.reason };
  const python = definition.preparedPython ?? (await prepareEnvironment(definition, program));
  const stage = { ...definition, enclosure: definition.enclosure ?? openEnclosure };
  return openWorkerStage(stage, (socketDirectory) => openPool(definition, { program, python, socketDirectory }));
}

/** Makes the environment of a script, if it is not there yet; rejects with a reason fit for FailureReason. */
export async function preparePythonStage(definition: PythonStageDefinition): Promise<void> {
  const program = await findScript(definition);
  if (definition.preparedPython === undefined) await prepareEnvironment(definition, program);
}

async function prepareEnvironment(definition: PythonStageDefinition, program: PythonProgram): Promise<string> {
  const framework: Framework = frameworks[definition.framework];
  const line = parseFrameworkVersion(definition.imageTag);
  if (line === undefined) {
    throw new Error(
      `The tag of image ${definition.image} does not say which ${framework.title}; tags look like ${framework.tagExample}.`,
    );
  }
  const what = `${framework.title} ${line.major}.${line.minor}`;
  const { codeDirectory } = program;
  const imagePackages = framework.imagePackages(line);
  // A model that was fitted on a table needs one to be asked.
  const imported =
    'modelFile' in program
      ? [imagePackages.pandas as string]
      : importedImagePackages(await sourcesIn(codeDirectory), imagePackages);
  const { signal, startupTimeoutMs } = definition;
  const limit = AbortSignal.timeout(startupTimeoutMs);
  return openPythonEnvironment({
    python: await findPython(definition.python ?? defaultPython, framework.pythons(line), what),
    packages: [...framework.requirements(line), ...imported],
    requirements: await readRequirements(codeDirectory),
    codeDirectory,
    enclosure: definition.enclosure ?? openEnclosure,
    directory: join(definition.dataDirectory, 'python'),
    onLog: definition.onLog,
    onProgress: definition.onProgress,
    signal: AbortSignal.any([signal, limit]),
  }).catch((error: Error) => {
    if (!limit.aborted || signal.aborted) throw error;
    const seconds = startupTimeoutMs / 1000;
    throw new Error(`${error.message} after ${seconds} seconds, the container's start-up limit`, { cause: error });
  });
}

async function sourcesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const sources: string[] = [];
  for (const { name, parentPath } of entries.filter((entry) => entry.isFile() && entry.name.endsWith('.py')))
    sources.push(await readPlainFile(join(parentPath, name), maxSourceBytes).then(String, () => ''));
  return sources;
}

/** A program, the Python that runs it, and the folder of its workers' sockets. */
interface PreparedProgram {
  readonly program: PythonProgram;
  readonly python: string;
  readonly socketDirectory: string;
}

function openPool(definition: PythonStageDefinition, prepared: PreparedProgram): WorkerPool<ContainerProcess> {
  const { program, python, socketDirectory } = prepared;
  const cores = availableParallelism();
  const { framework, modelDirectory, environment, onLog, startupTimeoutMs: timeoutMs } = definition;
  const { enclosure = openEnclosure, replication = oneReplica, isIdempotent } = definition;
  const count = wholeNumber(environment, 'SAGEMAKER_MODEL_SERVER_WORKERS', { byDefault: cores });
  const threads = Math.max(1, Math.floor(cores / (count * replication.count)));
  const create = (index: number, onChange: () => void) => {
    const socketPath = join(socketDirectory, `${index}.sock`);
    const worker = { python, framework, program, modelDirectory, environment, enclosure, socketPath, threads, onLog };
    const launch = (signal: AbortSignal) => launchWorker(worker, { timeoutMs, signal });
    const { maxRestartDelayMs } = definition;
    return new ContainerProcess({
      launch,
      maxAnswerBytes: defaultMaxAnswerBytes,
      isSequential: true,
      isOurs: true,
      maxRestartDelayMs,
      onLog,
      onChange,
    });
  };
  const abandonedMs = wholeNumber(environment, 'SAGEMAKER_MODEL_SERVER_TIMEOUT', { byDefault: 60 }) * 1000;
  return new WorkerPool({ create, count, replication, isIdempotent, sequential: { abandonedMs }, onLog });
}
