import { describeModel } from '../../../serving/container/describe-model.ts';
import { detectImage } from '../detect-image.ts';
import { readModel } from '../model-source.ts';

/** `catenary inspect`: what is inside an archive, and what would serve it. */
export async function inspect(flags: { readonly json?: boolean }, path: string): Promise<void> {
  const files = await readModel(path);
  const description = await describeModel(detectImage(files, path), files);
  if (flags.json === true) process.stdout.write(`${JSON.stringify(description, null, 2)}\n`);
  else for (const line of description.lines) process.stdout.write(`${line}\n`);
}
