import type { Box } from '../../src/serving/container/process/box.ts';
import { processGroupBox } from '../../src/serving/container/process/boxes/process-group.ts';
import {
  bubblewrapBoxes,
  findWorking,
  pidNamespaceBoxes,
  subreaperBoxes,
} from '../../src/serving/container/process/open-box.ts';

/** A kind of box, and the one of it on this machine: undefined where it cannot be had. */
export interface KnownBox {
  readonly name: Box['name'];
  readonly box: Box | undefined;
}

/** Every kind; tests of one that this machine does not have are skipped by its name. */
export async function knownBoxes(hidden: readonly string[] = []): Promise<readonly KnownBox[]> {
  return [
    { name: 'bubblewrap', box: await findWorking(bubblewrapBoxes(hidden)) },
    { name: 'subreaper', box: await findWorking(subreaperBoxes()) },
    { name: 'pid-namespace', box: await findWorking(pidNamespaceBoxes()) },
    { name: 'process-group', box: processGroupBox },
  ];
}
