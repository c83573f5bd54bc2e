import { findProgram } from '../../../../serving/container/process/find-program.ts';
import type { Check } from '../check.ts';

/** Programs that build and run container images, in the order of preference. */
const engines = ['podman', 'docker', 'nerdctl'];

/** Not for serving: the server runs containers as processes. Its own image, and the Compose file, need one. */
export const containerEngineCheck: Check = {
  name: 'container engine',
  run() {
    const found = engines.flatMap((name) => findProgram(name) ?? []);
    if (found.length > 0) return { state: 'ok', says: found.join(', ') };
    return {
      state: 'note',
      says: 'none: models are served without one; only the image of Catenary itself needs it',
      remedy: 'apt-get install podman, or dnf install podman',
    };
  },
};
