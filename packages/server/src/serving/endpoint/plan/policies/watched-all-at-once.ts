import { blueGreenSteps } from '../blue-green-steps.ts';
import { rollOut } from '../roll-out.ts';

/** Everything is started beside what serves, takes all requests at once, and is watched before the former one goes. */
export const watchedAllAtOnce = rollOut({ forward: (config) => blueGreenSteps(config, [100]) });
