import { defined } from '../../util/defined.ts';
import { own } from '../../util/own.ts';
import type { BundleContext } from '../attributes/bundle-model.ts';
import { describeStage } from './bad-stage.ts';
import type { ColumnScope } from './column-scope.ts';
import { refuseExport } from './refuse-export.ts';
import type { SavedStage } from './saved-stage.ts';
import type { PortColumns } from './stage-form.ts';

/** What a stage's operator asks while it is written for MLeap. */
export function bundleContext(
  { metadata }: SavedStage,
  { columns, inputs }: { readonly columns: ColumnScope; readonly inputs: PortColumns },
): BundleContext {
  const refuse = (why: string) => refuseExport({ path: describeStage(metadata), op: metadata.className }, why);
  return {
    refuse,
    inputSize: (port) => {
      const column = defined(own(inputs, port));
      const { type, slots, size = slots?.length ?? type?.dimensions?.[0] } = columns.planInfo(column);
      if (size === undefined) {
        throw refuse(
          `keeps the size of the vectors in "${column}", which nothing says: give the column its "size" in the schema`,
        );
      }
      return size;
    },
  };
}
