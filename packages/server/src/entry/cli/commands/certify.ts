import { extname } from 'node:path';
import { recognise } from '@catenary/scoring/internal/open';
import { present } from '@catenary/scoring/internal/values';
import { type Certificate, certificateLines } from '../certify/certificate.ts';
import { certifyBundle } from '../certify/certify-bundle.ts';
import { certifyChain } from '../certify/certify-chain.ts';
import { certifyModelFile } from '../certify/certify-model-file.ts';
import { chooseScoreMode } from '../choose-score-mode.ts';
import { CommandError } from '../command.ts';
import { readCommandOptions } from '../command-options.ts';
import type { CertifyFlags } from '../flags/local-flags.ts';
import { withLocalModels } from '../local-models.ts';
import type { ModelFlag } from '../model-flags.ts';
import { openModel } from '../model-source.ts';
import { printResult } from '../print-result.ts';
import { formatOf, readText } from '../read-model-input.ts';
import { UsageError } from '../usage-error.ts';

/** With the models of the chain. */
type CertifyOptions = CertifyFlags & { readonly models: readonly ModelFlag[] };

/**
 * `catenary certify`: scores rows and compares the answers with the expected ones, column by column. Exit status 1 when a
 * number differs by more than the tolerance, or anything else at all.
 */
export async function certify(flags: CertifyOptions): Promise<void> {
  const certificate = await withLocalModels(flags.models, flags.config, (models) => compare(models, flags));
  printResult(flags, certificate, () => certificateLines(certificate).join('\n'));
  if (certificate.parity.first !== undefined) process.exitCode = 1;
}

/**
 * A bundle over rows by name, a model file by a method of its library, and anything else as the containers of a server; so is a model file
 * if its answers are JSON Lines, which methods do not give.
 */
async function compare(models: readonly ModelFlag[], flags: CertifyOptions): Promise<Certificate> {
  const { input, expected, tolerance } = flags;
  const [model, ...others] = models;
  if (model === undefined) throw new CommandError('Name the model: catenary certify model.joblib --input ...');
  const isAlone = others.length === 0 && model.image === undefined;
  if (isAlone && formatOf(input) !== 'csv') {
    const { files } = await openModel(model.path);
    if (recognise(files, ['spark-save', 'mleap-bundle']) !== undefined) {
      const texts = { input: await readText(input), expected: await readText(expected) };
      return certifyBundle(model, files, { ...texts, tolerance });
    }
  }
  if ((await chooseScoreMode({ ...flags, models })) === 'model-file') {
    if (extname(expected) !== '.jsonl') return certifyModelFile(model.path, flags, tolerance);
    if (flags.method !== undefined)
      throw new UsageError(`${expected}: answers of a method are compared as CSV, not as JSON Lines.`);
  }
  const options = await readCommandOptions(flags.config);
  return certifyChain(models, { input, expected, ...present({ tolerance }) }, options);
}
