import { ScoringError } from '@catenary/scoring/internal/frame';
import { csvAdvice } from '@catenary/scoring/internal/text';
import { CommandError } from './command.ts';
import { formatOf, readText } from './read-model-input.ts';

/** Work over the rows of a file. What it says of the columns of a CSV file gets beside it what the file's first lines explain. */
export async function explainInput<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ScoringError) || formatOf(path) !== 'csv' || error.message.includes('decimal comma'))
      throw error;
    const advice = csvAdvice(await readText(path));
    if (advice === '') throw error;
    throw new CommandError(`${error.message}${advice}`);
  }
}
