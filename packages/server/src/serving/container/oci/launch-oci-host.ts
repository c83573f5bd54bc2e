import { makeFolder } from '../../../util/make-folder.ts';
import type { ModelHost, ModelPlace } from '../multi-model/model-host.ts';
import { openProcessHost } from '../multi-model/process-host.ts';
import { ensureImage } from './ensure-image.ts';
import { type OciDefinition, openOciPool } from './oci-stage.ts';
import { openToAll } from './open-to-all.ts';

export type OciHostDefinition = Omit<OciDefinition, 'modelDirectory'> & ModelPlace;

/** By which an image says that it loads models itself (developer guide, "Build Your Own Container for SageMaker Multi-Model Endpoints"). */
const hostLabel = 'com.amazonaws.sagemaker.capabilities.multi-models';
/** Where it finds them, as in the service. */
const mount = '/opt/ml/models';

/**
 * Starts one container that loads all models of a multi-model container. Undefined for an image that does not say that it can. Rejects
 * with a reason fit for FailureReason.
 */
export async function launchOciHost(definition: OciHostDefinition): Promise<ModelHost | undefined> {
  const { opened, image, modelsDirectory, onLost, signal } = definition;
  const { labels } = await ensureImage(opened.engine, image, opened.settings);
  if (labels[hostLabel] !== 'true') return undefined;
  await makeFolder(modelsDirectory);
  await openToAll(modelsDirectory);
  const { pool, remove } = await openOciPool(
    { ...definition, modelDirectory: modelsDirectory },
    {
      mount,
      onChange: (process) => {
        if (!process.isReady) onLost();
      },
    },
  );
  const subject = `The image ${image}`;
  return openProcessHost({
    pool,
    modelsDirectory,
    seenAs: mount,
    subject,
    signal,
    onUnpacked: openToAll,
    onClosed: remove,
  });
}
