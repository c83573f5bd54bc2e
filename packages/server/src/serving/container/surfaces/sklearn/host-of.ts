import type { Candidate } from '../../launcher.ts';
import type { SklearnHost } from './sklearn-host.ts';

const hosts = new WeakMap<Candidate, Promise<SklearnHost>>();

/** What serves a scikit-learn container. It is found once for each start, since the model is opened for that. */
export function hostOf(candidate: Candidate): Promise<SklearnHost> {
  const known = hosts.get(candidate);
  if (known !== undefined) return known;
  const host = findHostOf(candidate);
  hosts.set(candidate, host);
  return host;
}

async function findHostOf({ definition, context, signal }: Candidate): Promise<SklearnHost> {
  const { chooseHost } = await import('./choose-host.ts');
  const { loads } = context.native ?? {};
  const findHost = loads && ((path: string, until: AbortSignal) => loads.findHost(path, until));
  return chooseHost(definition, { ...context, findHost }, signal);
}
