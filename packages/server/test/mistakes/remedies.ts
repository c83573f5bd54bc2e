import { askingRemedies } from './remedies/asking.ts';
import { deployingRemedies } from './remedies/deploying.ts';
import { startingRemedies } from './remedies/starting.ts';
import { upkeepRemedies } from './remedies/upkeep.ts';
import { withoutServerRemedies } from './remedies/without-server.ts';
import type { Remedy } from './remedy.ts';

export const remedies: readonly Remedy[] = [
  ...startingRemedies,
  ...deployingRemedies,
  ...askingRemedies,
  ...upkeepRemedies,
  ...withoutServerRemedies,
];

const room = 'the same where there is room';
const disk = 'conformance/batch-full-disk.test.ts makes room on such a disk, and goes on';

/** Mistakes whose remedy is not followed here, and why. */
export const notFollowed: Readonly<Record<string, string>> = {
  '`catenary serve --port 80`, not as root': 'the remedy of a port that is taken: another port',
  '`catenary serve --data /usr/catenary`, not as root': 'the remedy of a data folder that is a file: another folder',
  '`catenary serve --data /mnt/catenary`, on a disk that is read-only': 'the remedy of a data folder that is a file',
  '`catenary serve --data /mnt/catenary`, on a disk that is full': disk,
  '`CATENARY_STORE_URL=postgres://...` of a database that does not run':
    'conformance/store-outage.test.ts starts the database, and goes on',
  'a script that imports a package that is not there':
    'serving/container/python/requirements.test.ts installs what requirements.txt names, from an index',
  '`requirements.txt` that names a file outside of the code folder':
    'serving/container/python/requirements.test.ts takes files of the code folder',
  'an image of scikit-learn 0.20, on a machine without a Python of that time': 'needs Python 3.7',
  'a script, on a machine that reaches no package index': 'needs a network',
  '`catenary backup monday`, where the resources are in PostgreSQL':
    'entry/move.test.ts does it, where there is PostgreSQL',
  '`catenary restore monday`, where the resources are in PostgreSQL':
    'entry/move.test.ts does it, where there is PostgreSQL',
  '`catenary doctor --port abc`': 'entry/doctor.test.ts asks with a port',
  '`catenary move --to mysql://db`': 'entry/move.test.ts moves to PostgreSQL, where there is one',
  '`catenary move`, while a server runs': 'entry/move.test.ts stops it, where there is PostgreSQL',
  'an upload of more than there is room for': disk,
  'CreateModel, with no room for the database': disk,
  'an endpoint, with no room for its model': disk,
  'a script, with no room for its Python environment': room,
  '`catenary transform --output /mnt/out`, with no room for a file': room,
  '`catenary transform --output /mnt/out`, with no room for the answers': room,
  '`catenary score`, with no room in TMPDIR': room,
  '`catenary backup /mnt/monday`, with no room for it': room,
  '`catenary restore notes`, a folder that is no backup': 'entry/backup.test.ts restores what it has backed up',
  '`catenary transform --input s3://none/rows.csv`, of a bucket that no store of catenary.yaml has':
    'conformance/outside-store.test.ts names a store, where there is one',
};
