import { choice } from '../../options/schema/choice.ts';
import { number } from '../../options/schema/number.ts';
import type { ModelFlag } from '../model-flags.ts';
import { declareFlag } from './declare-flag.ts';
import type { FlagsOf } from './flag.ts';
import { mediaTypeFlag } from './media-type.ts';

const json = declareFlag.switch('--json', 'print JSON');
const config = declareFlag.text('--config <file>', 'catenary.yaml: s3: stores of models at s3:// addresses');
const header = declareFlag.switch('--header', 'of a model file: the first line of the CSV names the columns');

/** Any notation that `Number` reads: `1e-9`. */
const tolerance = {
  ...number({ from: 0 }),
  parse: (text: string) => (text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text),
};

/** Flags of the commands that need no server, besides those of the models of a chain. */
export const localFlags = {
  score: {
    input: declareFlag.required(declareFlag.text('--input <file>', 'request body; - is standard input')),
    output: declareFlag.required(declareFlag.text('--output <file>', 'where the answer goes; - is standard output')),
    contentType: mediaTypeFlag('--content-type <type>', 'media type of the input', 'by its file name'),
    accept: mediaTypeFlag('--accept <type>', 'media type wanted'),
    method: declareFlag.text(
      '--method <name>',
      'of a model file: predict, predict_proba, decision_function, transform, score_samples, margin, leaf',
    ),
    header,
    format: declareFlag.value(
      '--format <format>',
      'of an MLeap bundle or a saved Spark pipeline: JSON objects, a line each, with an answer for every line',
      choice(['rows']),
    ),
    config,
  },
  certify: {
    input: declareFlag.required(
      declareFlag.text('--input <file>', 'rows: CSV, libsvm or JSON Lines; - is standard input, as CSV'),
    ),
    expected: declareFlag.required(
      declareFlag.text(
        '--expected <file>',
        'answers: CSV, or JSON Lines; of bundles over rows by name as --format rows writes them',
      ),
    ),
    method: declareFlag.text('--method <name>', 'of a model file: predict, predict_proba, transform, margin, ...'),
    header,
    tolerance: {
      ...declareFlag.value('--tolerance <share>', 'largest relative difference', tolerance),
      defaultText: '1e-12, of MLeap bundles 1e-6',
    },
    json,
    config,
  },
  export: {
    format: declareFlag.required(declareFlag.value('--format <format>', 'what is written', choice(['mleap']))),
    output: declareFlag.required(declareFlag.text('-o, --output <file>', 'model.tar.gz to write')),
    schema: declareFlag.text(
      '--schema <file>',
      'JSON with the input columns, as SAGEMAKER_SPARKML_SCHEMA has them, vectors with their "size", or as df.schema.json() of Spark',
      'that variable, or schema.json in the archive or beside it',
    ),
    json,
    config,
  },
  stream: {
    method: declareFlag.text('--method <name>', 'of the last model: predict, predict_proba, transform, margin, ...'),
    outputs: declareFlag.texts('--outputs <names...>', 'columns of the answer', 'all'),
  },
  inspect: {
    image: declareFlag.text(
      '--image <name>',
      'describe it as what this image makes of it',
      'found from what is inside',
    ),
    json,
    config,
  },
  demo: {
    keep: declareFlag.switch('--keep', 'leave the server running at the end'),
    data: declareFlag.text('--data <folder>', 'data folder', '~/.catenary/demo'),
    port: declareFlag.text('--port <number>', 'port to listen on', 'a free one'),
  },
};

export type ScoreFlags = FlagsOf<typeof localFlags.score>;
/** With the models of the chain. */
export type ScoreOptions = ScoreFlags & { readonly models: readonly ModelFlag[] };
export type CertifyFlags = FlagsOf<typeof localFlags.certify>;
export type ExportFlags = FlagsOf<typeof localFlags.export>;
export type StreamFlags = FlagsOf<typeof localFlags.stream>;
export type InspectFlags = FlagsOf<typeof localFlags.inspect>;
export type DemoFlags = FlagsOf<typeof localFlags.demo>;
