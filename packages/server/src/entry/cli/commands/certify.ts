import { extname } from 'node:path';
import { recognise } from '@catenary/scoring/internal/open';
import { present } from '@catenary/scoring/internal/values';
import { type Certificate, certificateLines } from '../certify/certificate.ts';
import { certifyBundle } from '../certify/certify-bundle.ts';
import { certifyChain } from '../certify/certify-chain.ts';
import { type CertifyFlags, certifyModelFile } from '../certify/certify-model-file.ts';
import { chooseScoreMode } from '../choose-score-mode.ts';
import { CommandError } from '../command.ts';
import { readCommandOptions } from '../command-options.ts';
import { withLocalModels } from '../local-models.ts';
import type { ModelFlag } from '../model-flags.ts';
import { openModel } from '../model-source.ts';
import { printResult } from '../print-result.ts';
import { formatOf, readText } from '../read-model-input.ts';
import { UsageError } from '../usage-error.ts';

interface CertifyCommandFlags extends CertifyFlags {
  readonly models: readonly ModelFlag[];
  readonly tolerance?: string;
  readonly config?: string;
  readonly json?: boolean;
}

/**
 * `catenary certify`: scores rows and compares the answers with the expected ones, column by column. Exit status 1 when a
 * number differs by more than the tolerance, or anything else at all.
 */
export async function certify(flags: CertifyCommandFlags): Promise<void> {
  const tolerance = readTolerance(flags.tolerance);
  const certificate = await withLocalModels(flags.models, flags.config, (models) => compare(models, flags, tolerance));
  printResult(flags, certificate, () => certificateLines(certificate).join('\n'));
  if (certificate.parity.first !== undefined) process.exitCode = 1;
}

/**
 * A bundle over rows by name, a model file by a method of its library, and anything else as the containers of a server; so is a model file
 * if its answers are JSON Lines, which methods do not give.
 */
async function compare(
  models: readonly ModelFlag[],
  flags: CertifyCommandFlags,
  tolerance: number | undefined,
): Promise<Certificate> {
  const [model, ...others] = models;
  if (model === undefined) throw new CommandError('Name the model: catenary certify model.joblib --input ...');
  const isAlone = others.length === 0 && model.image === undefined;
  if (isAlone && formatOf(flags.input) !== 'csv') {
    const { files } = await openModel(model.path);
    if (recognise(files, ['spark-save', 'mleap-bundle']) !== undefined) {
      const [input, expected] = [await readText(flags.input), await readText(flags.expected)];
      return certifyBundle(model, files, { input, expected, tolerance });
    }
  }
  if ((await chooseScoreMode({ ...flags, models })) === 'model-file') {
    if (extname(flags.expected) !== '.jsonl') return certifyModelFile(model.path, flags, tolerance);
    if (flags.method !== undefined)
      throw new UsageError(`${flags.expected}: answers of a method are compared as CSV, not as JSON Lines.`);
  }
  const options = await readCommandOptions(flags.config);
  const { input, expected } = flags;
  return certifyChain(models, { input, expected, ...present({ tolerance }) }, options);
}

function readTolerance(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const tolerance = Number(text);
  if (text.trim() !== '' && tolerance >= 0 && tolerance < Infinity) return tolerance;
  throw new UsageError(`--tolerance must be a number from 0 on, not "${text}".`);
}
