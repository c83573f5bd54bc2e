import { registerHooks } from 'node:module';

/** Loaded before a program (`--import`): writes each package to stderr when the program first asks for it. */
const noted = new Set<string>();

registerHooks({
  resolve(specifier, context, next) {
    const [name = ''] = /^(?:@[\w-]+\/)?[\w-]+/.exec(specifier) ?? [];
    if (name !== '' && !specifier.includes(':') && !noted.has(name)) {
      noted.add(name);
      process.stderr.write(`package: ${name}\n`);
    }
    return next(specifier, context);
  },
});
