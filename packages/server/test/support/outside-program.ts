import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

/** A program of others that was just started. */
export interface Launched {
  readonly child: ChildProcess;
  /** Answers when the program is ready; rejects until then. It must not take another program at the same address for this one. */
  readonly ask: () => Promise<unknown>;
}

const attempts = 3;
const answerWithinMs = 60_000;

/**
 * The first launch whose program answers. Its ports are chosen before it takes them, and another program can be quicker: a program that ends
 * before it answers, or that does not answer within a minute, is started again with other ports.
 */
export async function untilOneAnswers<L extends Launched>(launch: () => Promise<L>): Promise<L> {
  for (let attempt = 1; ; attempt++) {
    const launched = await launch();
    try {
      await untilItAnswers(launched);
      return launched;
    } catch (error) {
      launched.child.kill('SIGKILL');
      if (attempt === attempts) throw error;
    }
  }
}

/** @throws Error with the last words of the program, which say what it lacked. */
async function untilItAnswers({ child, ask }: Launched): Promise<void> {
  let lastWords = '';
  child.stderr?.on('data', (text: Buffer) => (lastWords = `${lastWords}${text.toString()}`.slice(-1000)));
  for (const until = Date.now() + answerWithinMs; ; ) {
    try {
      await ask();
      return;
    } catch (error) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`${child.spawnfile} ended before it answered: ${lastWords}`, { cause: error });
      if (Date.now() > until)
        throw new Error(`${child.spawnfile} did not answer: ${(error as Error).message}: ${lastWords}`, {
          cause: error,
        });
      await wait(100);
    }
  }
}
