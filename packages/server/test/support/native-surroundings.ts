import { LoadTurns } from '../../src/serving/container/load-turns.ts';
import { LoadedOnce } from '../../src/serving/container/loaded-once.ts';
import type { NativeSurroundings } from '../../src/serving/container/native-surroundings.ts';

/** Those of a new account, over threads that others may share. */
export const nativeSurroundings = ({
  threads,
  loads,
}: Pick<NativeSurroundings, 'threads' | 'loads'>): NativeSurroundings => ({
  threads,
  loads,
  turns: new LoadTurns(),
  here: new LoadedOnce(),
  elsewhere: new LoadedOnce(),
});
