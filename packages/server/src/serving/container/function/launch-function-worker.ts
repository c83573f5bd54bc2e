import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultMaxAnswerBytes } from '../http-stage.ts';
import { awaitWorker } from '../process/await-worker.ts';
import { ChildProcess } from '../process/child-process.ts';
import type { AskProcess, RunningProcess } from '../process/container-process.ts';
import { baseEnvironment, childOptions, type Enclosure } from '../process/enclosure.ts';
import { programFolders } from '../process/program-folders.ts';
import { removeSocket } from '../process/remove-socket.ts';
import type { StartupOptions } from '../process/wait-until-healthy.ts';
import { WireDispatcher } from '../process/wire-dispatcher.ts';
import type { HostOptions } from './host/load-function.ts';
import { hostEnvironment } from './host-environment.ts';
import { loadBeside } from './load-beside.ts';
import type { NativesBeside } from './natives-beside.ts';

/** What a process runs, where it is not the function alone. */
export interface FunctionProgram {
  /** The module that is started. */
  readonly host: string;
  /** What it loads beside the function: plain data, which is not shown to other processes. */
  readonly chain: unknown;
  /** The files that these are loaded from. */
  readonly readable: readonly string[];
  /** Most memory for the objects of these, MiB. */
  readonly memoryMB: number;
}

export interface FunctionWorkerDefinition {
  /** The module. */
  readonly handler: string;
  readonly modelDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute paths that it may read and write besides its own archive. */
  readonly readable: readonly string[];
  readonly writable: readonly string[];
  readonly isOnline: boolean;
  /** Most memory for its objects, MiB. */
  readonly memoryMB: number;
  readonly enclosure: Enclosure;
  readonly socketPath: string;
  /** Default: the function alone. */
  readonly program?: FunctionProgram | undefined;
  /** Loaded beside the function, if there are any. */
  readonly natives?: NativesBeside | undefined;
  readonly onLog: (line: string) => void;
}

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const host = join(import.meta.dirname, `function-host.${extension}`);
/** Where the code of this server lies, of which the process loads some. */
const ownCode = resolve(import.meta.dirname, '../../..');

/** Starts one process of a function, and waits until its module is loaded: only then does it answer. */
export async function launchFunctionWorker(
  definition: FunctionWorkerDefinition,
  options: StartupOptions,
): Promise<RunningProcess> {
  const { socketPath, modelDirectory, enclosure, readable, writable, program, natives } = definition;
  await removeSocket(socketPath);
  const textDoor = import.meta.resolve('@catenary/scoring/internal/text');
  const library = resolve(dirname(fileURLToPath(textDoor)), '../..');
  const isAlone = program === undefined && natives === undefined;
  const code = [ownCode, library, ...(isAlone ? [] : packageFolders()), ...(program?.readable ?? [])];
  const child = new ChildProcess({
    command: commandOf(definition, code, textDoor),
    directory: modelDirectory,
    environment: {
      ...baseEnvironment(enclosure),
      ...hostEnvironment.give({ SM_MODEL_DIR: modelDirectory, ...definition.environment }, program?.chain),
    },
    onLine: definition.onLog,
    ...childOptions(enclosure, {
      readable: [...code, ...programFolders(process.execPath), ...readable],
      writable: [dirname(socketPath), ...writable],
      model: modelDirectory,
    }),
  });
  const dispatcher = new WireDispatcher(socketPath, { maxAnswerBytes: defaultMaxAnswerBytes, isTelling: true });
  const ask: AskProcess = (request, path) => dispatcher.ask(request, path);
  const running = await awaitWorker({ child, dispatcher, ask, subject: 'The function' }, options);
  const why = natives && (await loadBeside(natives, { child, dispatcher, ask }, options));
  if (why !== undefined) definition.onLog(why);
  return running;
}

/** Releases of Node before 25 do not withhold the network, and do not know the option that gives it. */
const network = process.allowedNodeEnvironmentFlags.has('--allow-net') ? ['--allow-net'] : [];

/** Where packages are found by their names: a chain needs the library under its own. */
function packageFolders(): string[] {
  const paths = createRequire(import.meta.url).resolve.paths('@catenary/scoring') ?? [];
  return paths.filter((path) => existsSync(path));
}

/** How this process finds the sources of packages, if it runs from them. */
const conditions = process.execArgv.flatMap((word, at, words) => {
  if (word === '--conditions') return [`${word}=${words[at + 1]}`];
  return word.startsWith('--conditions=') ? [word] : [];
});

/** Memory of native containers for their objects, MiB: as much as a function has by default. */
export const nativeMemoryMB = 512;

function memoryOf({ memoryMB, program, natives }: FunctionWorkerDefinition): number {
  return memoryMB + (program?.memoryMB ?? (natives === undefined ? 0 : nativeMemoryMB));
}

function commandOf(definition: FunctionWorkerDefinition, code: readonly string[], textDoor: string): string[] {
  const { handler, modelDirectory, socketPath, isOnline, readable, writable, program } = definition;
  const options: HostOptions = { socket: socketPath, handler, modelDirectory, textDoor, isOnline };
  return [
    process.execPath,
    '--permission',
    ...network,
    ...[...code, modelDirectory, dirname(socketPath), ...readable, ...writable].map(
      (path) => `--allow-fs-read=${path}`,
    ),
    ...[dirname(socketPath), ...writable].map((path) => `--allow-fs-write=${path}`),
    `--max-old-space-size=${memoryOf(definition)}`,
    '--disable-warning=ExperimentalWarning',
    ...conditions,
    program?.host ?? host,
    JSON.stringify(options),
  ];
}
