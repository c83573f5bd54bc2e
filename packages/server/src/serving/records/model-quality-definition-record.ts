import { definedRecords } from './defined-records.ts';
import { modelQualityRequest } from './model-quality-request.ts';
import { storedJson } from './stored-json.ts';

/** The rows of the table of definitions of model quality jobs. */
export const modelQualityDefinitionRecords = definedRecords(
  'model_quality_definition',
  storedJson({ what: 'model quality job definition', schema: modelQualityRequest }),
);
