import { declareFlag } from './declare-flag.ts';
import type { FlagsOf } from './flag.ts';
import { mediaTypeFlag } from './media-type.ts';

/** Flags of a request that is read from a file. */
export const requestFlags = {
  input: declareFlag.required(declareFlag.text('--input <file>', 'request body; - is standard input')),
  contentType: mediaTypeFlag('--content-type <type>', 'media type of the input', 'by its file name'),
  header: declareFlag.switch('--header', 'the first line of the CSV names the columns'),
  accept: mediaTypeFlag('--accept <type>', 'media type wanted'),
};

export type RequestFlags = FlagsOf<typeof requestFlags>;
