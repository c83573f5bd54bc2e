import { arch } from 'node:os';
import { present } from '@catenary/scoring/internal/values';
import { isObject } from '../../../util/is-object.ts';
import { type Engine, EngineError } from './engine.ts';
import type { OciSettings } from './oci-settings.ts';
import { registryAuth } from './registry-auth.ts';

/** What an image says of itself. */
export interface ImageFacts {
  readonly labels: Readonly<Record<string, unknown>>;
}

/** Node's names of processors -> those of images. */
const architectures: ReadonlyMap<string, string> = new Map([
  ['x64', 'amd64'],
  ['arm64', 'arm64'],
]);

/** Has the image on the engine, fetched if its policy says so. Rejects with a reason fit for FailureReason. */
export async function ensureImage(
  engine: Engine,
  image: string,
  { pull = 'missing' }: OciSettings,
): Promise<ImageFacts> {
  const found = pull === 'always' ? undefined : await inspect(engine, image);
  if (found !== undefined) return found;
  if (pull === 'never') throw new Error(`The image ${image} is not on the engine, and containers.pull is never.`);
  const [name = '', tag] = image.includes('@') ? [image] : splitTag(image);
  const query = new URLSearchParams({ fromImage: name, ...present({ tag }) });
  try {
    await engine.pull(`/images/create?${query}`, await registryAuth(image, process.env));
  } catch (error) {
    throw new Error(`The image ${image} cannot be pulled: ${(error as Error).message}`, { cause: error });
  }
  const pulled = await inspect(engine, image);
  if (pulled === undefined) throw new Error(`The image ${image} is not on the engine after it was pulled.`);
  return pulled;
}

/** Undefined if the engine has not got it. */
async function inspect(engine: Engine, image: string): Promise<ImageFacts | undefined> {
  try {
    const { Architecture: made, Config: config } = (await engine.ask(
      'GET',
      `/images/${encodeURIComponent(image)}/json`,
    )) as {
      readonly Architecture?: string;
      readonly Config?: { readonly Labels?: unknown };
    };
    const here = architectures.get(arch());
    if (made !== undefined && here !== undefined && made !== here && engine.address.startsWith('unix:'))
      throw new Error(`The image ${image} is for ${made}, and this machine is ${here}: build or pull it for ${here}.`);
    return { labels: isObject(config?.Labels) ? config.Labels : {} };
  } catch (error) {
    if (error instanceof EngineError && error.status === 404) return undefined;
    throw error;
  }
}

function splitTag(image: string): [string, string] {
  const at = image.lastIndexOf(':');
  return at > image.lastIndexOf('/') ? [image.slice(0, at), image.slice(at + 1)] : [image, 'latest'];
}
