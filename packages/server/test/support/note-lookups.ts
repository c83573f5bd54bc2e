import { writeSync } from 'node:fs';
import { registerHooks } from 'node:module';

/** Loaded into a process before anything else: says on stderr each specifier that the engine itself looks up. */
registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith('node:')) writeSync(2, `${specifier}\n`);
    return next(specifier, context);
  },
});
