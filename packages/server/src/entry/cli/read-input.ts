import { readWhole } from './read-whole.ts';

/** The whole file that `--input` names; `-` is the standard input. Throws `CommandError`. */
export const readInput = (path: string): Promise<Buffer> => readWhole('the input', path);
