import type { Check } from './check.ts';
import { bubblewrapCheck } from './checks/bubblewrap.ts';
import { clockCheck } from './checks/clock.ts';
import { containerEngineCheck } from './checks/container-engine.ts';
import { dataFolderCheck } from './checks/data-folder.ts';
import { diskSpaceCheck } from './checks/disk-space.ts';
import { environmentsCheck } from './checks/environments.ts';
import { glibcCheck } from './checks/glibc.ts';
import { imageLinesCheck } from './checks/image-lines.ts';
import { portCheck } from './checks/port.ts';
import { pythonCheck } from './checks/python.ts';
import { versionsCheck } from './checks/versions.ts';

/** Everything that is looked at, in the order of the report. */
export const checks: readonly Check[] = [
  versionsCheck,
  glibcCheck,
  dataFolderCheck,
  diskSpaceCheck,
  portCheck,
  clockCheck,
  pythonCheck,
  imageLinesCheck,
  environmentsCheck,
  bubblewrapCheck,
  containerEngineCheck,
];
