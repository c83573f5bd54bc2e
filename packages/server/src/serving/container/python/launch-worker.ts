import { dirname, join } from 'node:path';
import { defaultMaxAnswerBytes } from '../http-stage.ts';
import { awaitWorker } from '../process/await-worker.ts';
import { ChildProcess } from '../process/child-process.ts';
import type { AskProcess, RunningProcess } from '../process/container-process.ts';
import { baseEnvironment, childOptions, type Enclosure } from '../process/enclosure.ts';
import { programFolders } from '../process/program-folders.ts';
import { removeSocket } from '../process/remove-socket.ts';
import type { StartupOptions } from '../process/wait-until-healthy.ts';
import { WireDispatcher } from '../process/wire-dispatcher.ts';
import type { PythonProgram } from './find-script.ts';
import type { FrameworkName } from './frameworks.ts';

export interface WorkerDefinition {
  /** Interpreter of the environment that has the script's packages. */
  readonly python: string;
  /** Whose defaults stand in for functions that the script does not define. */
  readonly framework: FrameworkName;
  readonly program: PythonProgram;
  readonly modelDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly enclosure: Enclosure;
  readonly socketPath: string;
  /** Threads that numerical libraries may use in one worker. */
  readonly threads: number;
  readonly onLog: (line: string) => void;
}

const host = join(import.meta.dirname, 'host');

/** Starts one worker of a script and waits until its model is loaded: only then does it listen. */
export async function launchWorker(definition: WorkerDefinition, options: StartupOptions): Promise<RunningProcess> {
  const { socketPath, python, program } = definition;
  await removeSocket(socketPath);
  const child = new ChildProcess({
    command: commandOf(definition),
    directory: definition.modelDirectory,
    environment: environmentOf(definition),
    onLine: definition.onLog,
    ...childOptions(definition.enclosure, {
      readable: [host, program.codeDirectory, ...programFolders(python)],
      writable: [dirname(socketPath)],
      model: definition.modelDirectory,
    }),
  });
  const dispatcher = new WireDispatcher(socketPath, { maxAnswerBytes: defaultMaxAnswerBytes, isTelling: true });
  const ask: AskProcess = (request, path) => dispatcher.ask(request, path);
  return awaitWorker({ child, dispatcher, ask, subject: 'It' }, options);
}

function commandOf({ python, socketPath, modelDirectory, framework, program }: WorkerDefinition): string[] {
  const options = {
    socket: socketPath,
    'model-directory': modelDirectory,
    'code-directory': program.codeDirectory,
    framework,
    ...('program' in program
      ? { program: program.program }
      : { 'model-file': program.modelFile, reason: program.reason }),
  };
  return [python, join(host, 'main.py'), ...Object.entries(options).map(([name, value]) => `--${name}=${value}`)];
}

/** Workers share the cores: each of them with a thread for every core would only make them wait for each other. */
function environmentOf({ threads, modelDirectory, environment, enclosure }: WorkerDefinition): Record<string, string> {
  const count = String(threads);
  return {
    ...baseEnvironment(enclosure),
    OMP_NUM_THREADS: count,
    OPENBLAS_NUM_THREADS: count,
    MKL_NUM_THREADS: count,
    SM_MODEL_DIR: modelDirectory,
    ...environment,
    PYTHONUNBUFFERED: '1',
    PYTHONFAULTHANDLER: '1',
    PYTHONIOENCODING: 'utf-8:backslashreplace',
    PYTHONDONTWRITEBYTECODE: '1',
  };
}
