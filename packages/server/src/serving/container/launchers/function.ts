import type { Launcher } from '../launcher.ts';

/** A JavaScript or TypeScript module of the archive, in processes of Node that may use nothing but what it was given. */
export const functionLauncher: Launcher = {
  canRun: ({ kind }) => kind.kind === 'function',

  async launch(candidate, options) {
    const { launchFunction } = await import('../function/launch-function.ts');
    return launchFunction(candidate, options);
  },
};
