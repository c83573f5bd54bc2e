import { own } from '@catenary/scoring/internal/names';
import { formatPythonJsonNumber } from '@catenary/scoring/internal/text';
import type { ContainerAnswer } from '../../payload.ts';
import { askedType } from '../asked-type.ts';
import { writeRows } from '../write-rows.ts';
import { type Predictions, pythonRows, rowText } from './encode-predictions.ts';
import { refusal } from './refusal.ts';

/*
 * Answers in MultiModel mode, where the container runs behind another server than alone: plain predictions as CSV or
 * JSON, whatever the image's version and `SAGEMAKER_INFERENCE_OUTPUT` are.
 * Source: `algorithm_mode/handler_service.py` and `mms_patch/mms_transformer.py` of the container.
 */

const formats: Readonly<Record<string, 'csv' | 'json'>> = {
  'text/csv': 'csv',
  csv: 'csv',
  'application/json': 'json',
  json: 'json',
};

/** The type to answer as, word for word: none or any means `defaultType`, and JSON without one (alone it would be CSV). */
export function multiModelAccept(accept: string | undefined, defaultType = 'application/json'): string {
  return askedType(accept) ?? defaultType;
}

/** A JSON list of the predictions, or all of them on one line of CSV that is not ended; other types are the container's 415. */
export function encodeMultiModel(predictions: Predictions, type: string): ContainerAnswer {
  // With parameters it is another type, as in the container.
  const name = type.toLowerCase();
  const format = own(formats, name);
  if (format === undefined) {
    const problem = `${type} is not an accepted Accept type. Please choose one of the following: ['text/csv', 'application/json'].`;
    return refusal(415, `Encoding to accept type ${type} failed with exception: ${problem}`);
  }
  const body =
    format === 'csv'
      ? pythonRows(predictions, { between: ',' })
      : writeRows(predictions.rowCount, rowText(predictions, formatPythonJsonNumber), {
          head: '[',
          between: ', ',
          tail: ']',
        });
  return { status: 200, body, contentType: type };
}
