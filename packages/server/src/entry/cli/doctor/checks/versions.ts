import { needsOtherNode, oldestNode } from '../../../node/needs-other-node.ts';
import { readVersion } from '../../../read-version.ts';
import type { Check } from '../check.ts';

/** Which Catenary this is, in which Node; and whether the server that runs is the same. */
export const versionsCheck: Check = {
  name: 'versions',
  run({ server }) {
    const own = readVersion();
    const { node } = process.versions;
    const says = `Catenary ${own}, Node ${node}, ${process.platform} ${process.arch}`;
    if (needsOtherNode(node))
      return { state: 'missing', says, remedy: `put Node ${oldestNode} or newer on PATH: https://nodejs.org` };
    if (server !== undefined && server.version !== own)
      return {
        state: 'note',
        says: `${says}; the server at ${server.url} is ${server.version}`,
        remedy: `stop it (kill ${server.pid}) and start it again`,
      };
    return { state: 'ok', says };
  },
};
