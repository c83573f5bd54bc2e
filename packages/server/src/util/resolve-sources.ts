import { type ResolveFnOutput, type ResolveHookSync, registerHooks } from 'node:module';

/** Where the packages of a checkout lie, as an address. */
const sources = new URL('../../../', import.meta.url).href;

let isOn = false;

/**
 * Finds the modules of a checkout without looking for them: among our sources a specifier such as `./name.ts` is the
 * file of that name, and one such as `@catenary/scoring/internal/text` means the same in every module. Asking the disk
 * for each import takes a third of the time in which hundreds of modules are loaded. It serves the thread that calls
 * it, before it loads them; what is built has few files and goes without.
 */
export function resolveSources(): void {
  if (isOn || !import.meta.url.endsWith('.ts')) return;
  isOn = true;
  const packages = new Map<string, ResolveFnOutput>();
  const resolve: ResolveHookSync = (specifier, context, next) => {
    const { parentURL } = context;
    if (parentURL === undefined || !parentURL.startsWith(sources)) return next(specifier, context);
    if (specifier.startsWith('.') && specifier.endsWith('.ts')) {
      return { url: new URL(specifier, parentURL).href, format: 'module-typescript', shortCircuit: true };
    }
    if (!specifier.startsWith('@catenary/')) return next(specifier, context);
    const known = packages.get(specifier) ?? { ...next(specifier, context), shortCircuit: true };
    packages.set(specifier, known);
    return known;
  };
  registerHooks({ resolve });
}
