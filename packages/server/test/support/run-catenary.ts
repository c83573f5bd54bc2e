import { execFile } from 'node:child_process';
import { programWords, testCache } from './start-server.ts';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where the program runs: a folder that is its user's home, and variables beside those that every user has. */
export interface Surroundings {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The program as a user runs it, in `folder`. */
export function runCatenary(folder: string, ...args: string[]): Promise<Outcome> {
  return runCatenaryIn({ folder, env: {} }, ...args);
}

export function runCatenaryIn({ folder, env: further }: Surroundings, ...args: string[]): Promise<Outcome> {
  const env = { PATH: process.env.PATH, HOME: folder, CATENARY_ENVIRONMENTS: testCache, ...further };
  return new Promise((done) => {
    execFile(
      process.execPath,
      [...programWords, ...args],
      { cwd: folder, env, timeout: 60_000 },
      (error, stdout, stderr) => {
        done({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
  });
}
