import { recognise } from '@catenary/scoring/internal/open';
import { certificateLines } from '../certify/certificate.ts';
import { certifyBundle } from '../certify/certify-bundle.ts';
import { type CertifyFlags, certifyModelFile } from '../certify/certify-model-file.ts';
import { CommandError } from '../command.ts';
import { withLocalModel } from '../local-models.ts';
import { openModel } from '../model-source.ts';
import { readText } from '../read-model-input.ts';

interface CertifyCommandFlags extends CertifyFlags {
  readonly tolerance?: string;
  readonly config?: string;
}

/**
 * `catenary certify`: scores rows and compares the answers with the expected ones, column by column. Exit status 1 when a
 * number differs by more than the tolerance, or anything else at all.
 */
export async function certify(flags: CertifyCommandFlags, path: string): Promise<void> {
  await withLocalModel(path, flags.config, (local) => certifyLocal(flags, local));
}

async function certifyLocal(flags: CertifyCommandFlags, path: string): Promise<void> {
  const tolerance = readTolerance(flags.tolerance);
  const { files } = await openModel(path);
  const isBundle = recognise(files, ['spark-save', 'mleap-bundle']) !== undefined;
  const certificate = isBundle
    ? await certifyBundle(path, files, {
        input: await readText(flags.input),
        expected: await readText(flags.expected),
        tolerance,
      })
    : await certifyModelFile(path, flags, tolerance);
  process.stdout.write(`${certificateLines(certificate).join('\n')}\n`);
  if (certificate.parity.first !== undefined) process.exitCode = 1;
}

function readTolerance(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const tolerance = Number(text);
  if (text.trim() !== '' && tolerance >= 0 && tolerance < Infinity) return tolerance;
  throw new CommandError(`--tolerance must be a number from 0 on, not "${text}".`);
}
