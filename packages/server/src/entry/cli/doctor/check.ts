import type { PythonInterpreter } from '../../../serving/container/python/python-interpreter.ts';
import type { ServerOptions } from '../../options/server-options.ts';
import type { RunningServer } from '../server/running-server.ts';

/** What checks look at. */
export interface Surroundings {
  /** What a server started here would run with. */
  readonly options: ServerOptions;
  readonly environment: NodeJS.ProcessEnv;
  /** The server of the data folder, if one runs. */
  readonly server: Pick<RunningServer, 'url' | 'pid' | 'version'> | undefined;
  /** Interpreters that environments may be made from, or why there is none. */
  readonly pythons: readonly PythonInterpreter[] | Error;
}

/**
 * `ok`: as it should be. `note`: it works without, but something is not to be had. `missing`: a server does not start, or
 * does not serve what it is for.
 */
export type State = 'ok' | 'note' | 'missing';

/** What a check found: a sentence, and what to do if there is something to do. */
export interface Finding {
  readonly state: State;
  readonly says: string;
  readonly remedy?: string;
}

/** One thing that `catenary doctor` looks at. All of them are in the table `checks`. */
export interface Check {
  readonly name: string;
  /** Never rejects for what it looks for: that is a finding. */
  run(surroundings: Surroundings): Finding | Promise<Finding>;
}
