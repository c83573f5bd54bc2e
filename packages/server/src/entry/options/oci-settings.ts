import { engineChoices, type OciSettings, pullPolicies } from '../../serving/container/oci/oci-settings.ts';
import { boolean } from './schema/boolean.ts';
import { choice } from './schema/choice.ts';
import { list } from './schema/list.ts';
import { number, wholeNumber } from './schema/number.ts';
import { record } from './schema/record.ts';
import { text } from './schema/text.ts';

const socket = text({
  must: 'unix:///path, tcp://host:port or the path of a socket',
  test: (given) => /^(?:unix:\/\/)?\/|^tcp:\/\/[^/]+$/.test(given),
});
const capability = text({
  must: 'a capability without CAP_, such as SETUID',
  test: (given) => /^[A-Z_]+$/.test(given) && !given.startsWith('CAP_'),
});

/** `containers`. */
export const ociSettings = record<OciSettings>(
  {
    engine: choice(engineChoices),
    socket,
    pull: choice(pullPolicies),
    cpus: number({ above: 0 }),
    memoryMB: wholeNumber({ from: 16 }),
    pids: wholeNumber({ from: 16 }),
    nofile: wholeNumber({ from: 64 }),
    nproc: wholeNumber({ from: 16 }),
    capabilities: list(capability),
    hardened: boolean(),
  },
  { required: [] },
);
