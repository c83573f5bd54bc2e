import { present } from '@catenary/scoring/internal/values';
import type { Schema } from '../../options/schema/schema.ts';
import { text } from '../../options/schema/text.ts';
import type { Flag } from './flag.ts';

/** Rows of a table of flags. */
export const declareFlag = {
  /** It is there or not. */
  switch: (flag: string, doc: string): Flag<boolean, false> => ({ flag, doc, isThere: false }),

  /** `--no-wait`: true unless it is given. */
  not: (flag: string, doc: string): Flag<boolean, true> => ({ flag, doc, isThere: true }),

  /** Any text but an empty one, which is mostly a variable that a shell does not know. `defaultText` says what is taken where it is left out. */
  text: (flag: string, doc: string, defaultText?: string): Flag<string, false> => ({
    flag,
    doc,
    schema: text(),
    ...present({ defaultText }),
    isThere: false,
  }),

  /** What the schema takes. */
  value: <Value>(flag: string, doc: string, schema: Schema<Value>): Flag<Value, false> => ({
    flag,
    doc,
    schema,
    isThere: false,
  }),

  /** `--outputs <names...>`: one or more texts. */
  texts: (flag: string, doc: string, defaultText: string): Flag<readonly string[], false> => ({
    flag,
    doc,
    defaultText,
    isThere: false,
  }),

  /** The command asks for it. */
  required: <Value>(row: Flag<Value>): Flag<Value, true> => ({ ...row, isRequired: true, isThere: true }),

  /** With the value that is taken where it is left out. */
  usually: <Value>(row: Flag<Value>, usual: NoInfer<Value>): Flag<Value, true> => ({
    ...row,
    default: usual,
    isThere: true,
  }),
};
