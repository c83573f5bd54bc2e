import { pipEnvironment } from '../../../../serving/container/process/base-environment.ts';
import { processGroupBox } from '../../../../serving/container/process/boxes/process-group.ts';
import { runCommand } from '../../../../serving/container/python/run-command.ts';
import type { Check } from '../check.ts';
import { missingBy } from '../missing-by.ts';

/** Time for an interpreter to import two modules, milliseconds. */
const limitMs = 30_000;

/** Interpreters that scripts, and models that are not read natively, are run by; each must be able to make environments. */
export const pythonCheck: Check = {
  name: 'Python',
  async run({ pythons: found }) {
    if (found instanceof Error) return missingBy(found);
    const able = await Promise.all(found.map(({ path }) => canMakeEnvironments(path)));
    const says = found.map(({ path, version }, at) => `${version} (${path}${able[at] === true ? '' : ', no venv'})`);
    if (able.includes(true)) return { state: 'ok', says: says.join(', ') };
    return {
      state: 'missing',
      says: `${says.join(', ')}: none can make environments`,
      remedy: 'apt-get install python3-venv, or name another interpreter with CATENARY_PYTHON',
    };
  },
};

async function canMakeEnvironments(path: string): Promise<boolean> {
  const command = {
    command: [path, '-I', '-c', 'import venv, ensurepip'],
    directory: '/',
    environment: pipEnvironment(),
    onLine: () => undefined,
    box: processGroupBox,
    signal: AbortSignal.timeout(limitMs),
  };
  return runCommand(command).then(
    () => true,
    () => false,
  );
}
