import { accessSync, constants } from 'node:fs';
import { findEngine, howToGetAnEngine } from '../../../../serving/container/oci/find-engine.ts';
import type { Check } from '../check.ts';

/** The engine that a server here would run images on which nothing else serves. */
export const containerEngineCheck: Check = {
  name: 'container engine',
  run({ options: { containers }, environment }) {
    if (containers.engine === 'none') return { state: 'ok', says: 'none is used, as containers.engine says' };
    const address = findEngine(containers, environment);
    if (address !== undefined && isOpen(address)) return { state: 'ok', says: address };
    const lack = address === undefined ? 'none' : `${address} is not open to this user`;
    const says = `${lack}: AWS's images are served without one; images that nothing else serves need it`;
    return { state: 'note', says, remedy: howToGetAnEngine };
  },
};

function isOpen(address: string): boolean {
  if (!address.startsWith('unix://')) return true;
  try {
    accessSync(address.slice('unix://'.length), constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
