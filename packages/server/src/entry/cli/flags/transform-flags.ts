import { choice } from '../../options/schema/choice.ts';
import { wholeNumber } from '../../options/schema/number.ts';
import type { ModelFlag } from '../model-flags.ts';
import { declareFlag } from './declare-flag.ts';
import type { FlagsOf } from './flag.ts';
import { mediaTypeFlag } from './media-type.ts';
import { pairsFlag } from './pairs-flag.ts';

/** The service takes its own words alone; a command takes them in any case. */
const word = <Word extends string>(...words: readonly Word[]) => choice(words, { isAnyCase: true });

/** Largest of a count that only the service limits. */
const to = 999_999;

/** Flags of `catenary transform`, besides those of the models of the chain. */
export const transformFlags = {
  input: declareFlag.required(
    declareFlag.text('--input <place>', 'file, folder, or s3:// address of a configured store'),
  ),
  output: declareFlag.required(
    declareFlag.text('--output <place>', 'folder, or s3:// address: <input>.out for each input'),
  ),
  contentType: mediaTypeFlag('--content-type <type>', 'media type of the input', 'by its name, else text/csv'),
  accept: mediaTypeFlag('--accept <type>', 'media type wanted of the last container'),
  splitType: declareFlag.usually(
    declareFlag.value('--split-type <type>', 'where records end', word('None', 'Line', 'RecordIO', 'TFRecord')),
    'Line',
  ),
  assembleWith: {
    ...declareFlag.value('--assemble-with <type>', 'what stands between answers', word('None', 'Line')),
    defaultText: 'Line for lines',
  },
  strategy: declareFlag.usually(
    declareFlag.value('--strategy <strategy>', 'records of a request', word('MultiRecord', 'SingleRecord')),
    'MultiRecord',
  ),
  compression: {
    ...declareFlag.value('--compression <type>', 'of the input', word('None', 'Gzip')),
    defaultText: 'by the name of each file',
  },
  maxPayloadMb: {
    ...declareFlag.value(
      '--max-payload-mb <number>',
      'largest request of foreign containers, 0 is unlimited',
      wholeNumber({ from: 0, to }),
    ),
    defaultText: '6',
  },
  maxConcurrent: declareFlag.value(
    '--max-concurrent <number>',
    'requests at once to each chain of foreign containers',
    wholeNumber({ from: 0, to }),
  ),
  instances: declareFlag.usually(
    declareFlag.value(
      '--instances <number>',
      'chains of foreign containers side by side',
      wholeNumber({ from: 0, to }),
    ),
    1,
  ),
  // The ranges of the next two are the service's (ModelClientConfig).
  timeout: {
    ...declareFlag.value(
      '--timeout <seconds>',
      'for each answer of foreign containers',
      wholeNumber({ from: 1, to: 3600 }),
    ),
    defaultText: '600',
  },
  retries: {
    ...declareFlag.value('--retries <number>', 'of what foreign containers fail at', wholeNumber({ from: 0, to: 3 })),
    defaultText: '3',
  },
  inputType: declareFlag.usually(
    declareFlag.value('--input-type <type>', 'what an s3:// input is', word('S3Prefix', 'ManifestFile')),
    'S3Prefix',
  ),
  inputFilter: declareFlag.text(
    '--input-filter <path>',
    'part of each record that the chain gets, as DataProcessing has it',
  ),
  outputFilter: declareFlag.text('--output-filter <path>', 'part of each joined record that is written'),
  join: declareFlag.value('--join <source>', 'what each answer is joined with', word('Input', 'None')),
  jobEnv: pairsFlag('--job-env <K=V>', 'environment of the job (CATENARY_BATCH_...); may be repeated'),
  config: declareFlag.text('--config <file>', 'catenary.yaml: images, s3: stores'),
  work: declareFlag.text('--work <folder>', 'where unfinished work is kept', 'beside the output'),
  only: declareFlag.text('--only <file>', 'of a folder of files the one with this path below it'),
  engine: declareFlag.usually(
    declareFlag.value(
      '--engine <engine>',
      'what does the work; spark: a task for each file, or part of one, by the first of `spark` in catenary.yaml',
      word('local', 'spark'),
    ),
    'local',
  ),
  json: declareFlag.switch('--json', 'print JSON'),
  dryRun: declareFlag.switch(
    '--dry-run',
    'sample the input and estimate time, memory, output size and bad records to expect',
  ),
};

/** With the models of the chain. */
export type TransformFlags = FlagsOf<typeof transformFlags> & { readonly models: readonly ModelFlag[] };
