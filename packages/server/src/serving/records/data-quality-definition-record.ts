import { dataQualityRequest } from './data-quality-request.ts';
import { definedRecords } from './defined-records.ts';
import { storedJson } from './stored-json.ts';

/** The rows of the table of definitions of data quality jobs. */
export const dataQualityDefinitionRecords = definedRecords(
  'data_quality_definition',
  storedJson({ what: 'data quality job definition', schema: dataQualityRequest }),
);
