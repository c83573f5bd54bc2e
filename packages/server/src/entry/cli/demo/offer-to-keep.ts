import { createInterface } from 'node:readline/promises';

/** Asks on a terminal whether the server is to stay; elsewhere there is no question, and it does not stay. */
export async function offerToKeep(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Promise<boolean> {
  if (input.isTTY !== true || output.isTTY !== true) return false;
  const asking = createInterface({ input, output });
  // Ctrl-C and the end of the input are a no.
  const given = Promise.withResolvers<string>();
  asking.once('SIGINT', () => given.resolve('n'));
  asking.once('close', () => given.resolve('n'));
  try {
    void asking
      .question('\nKeep the server running, to try this? [Y/n] ')
      .then(given.resolve, () => given.resolve('n'));
    return ['', 'y', 'yes'].includes((await given.promise).trim().toLowerCase());
  } finally {
    asking.close();
  }
}
