import { defined } from '../../util/defined.ts';
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
    inputType: (port) => columns.planInfo(inputs[port]).type,
    inputSize: (port) => {
      const { size, slots } = columns.planInfo(inputs[port]);
      if (size === undefined && slots === undefined) {
        throw refuse(
          `keeps the size of the vectors in "${inputs[port]}", which nothing says: a VectorSizeHint before the stage does`,
        );
      }
      return size ?? defined(slots).length;
    },
  };
}
