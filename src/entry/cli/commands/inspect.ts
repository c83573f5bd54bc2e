import { createReadStream } from 'node:fs';
import { readArchive } from '../../../platform/artifact/read-archive.ts';
import { describeModel } from '../../../serving/container/describe-model.ts';
import { CommandError } from '../command.ts';
import { detectImage } from '../detect-image.ts';

/** `catenary inspect`: what is inside an archive, and what would serve it. */
export async function inspect(flags: { readonly json?: boolean }, path: string): Promise<void> {
  const files = await readArchive(createReadStream(path)).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(
      error.code === undefined ? `${path}: ${error.message}` : `Cannot read ${path}: ${error.code}`,
    );
  });
  const description = await describeModel(detectImage(files, path), files);
  if (flags.json === true) process.stdout.write(`${JSON.stringify(description, null, 2)}\n`);
  else for (const line of description.lines) process.stdout.write(`${line}\n`);
}
