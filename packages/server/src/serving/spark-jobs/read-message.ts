import { insideFolder } from '../../util/inside-folder.ts';
import { readPlainFile } from '../../util/read-plain-file.ts';

/** Longer ones are left out, bytes (SageMaker developer guide, "Build Your Own Processing Container"). */
const maxMessageBytes = 1024;

/** What a job says of its end, in `output/message` of what it sees as `/opt/ml`. */
export async function readMessage(root: string): Promise<string | undefined> {
  const path = (await insideFolder(root, 'output/message')) ?? '';
  const bytes = await readPlainFile(path, maxMessageBytes).catch(() => undefined);
  return bytes === undefined || bytes.length === 0 ? undefined : bytes.toString();
}
