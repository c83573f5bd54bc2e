import { present } from '@catenary/scoring/internal/values';
import { nameOf } from '../../contract/qualified-name.ts';
import type { FoundApplication } from './find-application.ts';

/** What ListApplications returns of an application. */
export function summarizeApplication({ record, application }: FoundApplication) {
  const { name, releaseLabel, type, state } = application;
  return {
    id: nameOf(record.name),
    ...present({ name }),
    arn: record.arn,
    releaseLabel,
    type,
    state,
    createdAt: record.createdAt / 1000,
    updatedAt: record.modifiedAt / 1000,
  };
}

/** What GetApplication returns: all that it was made with, and its state. */
export function describeApplication(found: FoundApplication): object {
  const { id, ...summary } = summarizeApplication(found);
  const { clientToken: _token, ...given } = found.application;
  return { ...given, ...summary, applicationId: id };
}
