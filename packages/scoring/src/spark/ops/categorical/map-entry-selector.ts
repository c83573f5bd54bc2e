import { type DataType, scalar } from '../../../frame/data-type.ts';
import type { Op } from '../../op.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import type { StringRegister } from '../../plan/register.ts';
import { own } from '../../../util/own.ts';

/** `map_entry_selector`: the entry of a map at a key, or the default. Source: MLeap `MapEntrySelectorModel.scala`. */
export const mapEntrySelector: Op = {
  name: 'map_entry_selector',
  compile(context) {
    const [key] = context.attributes.basicTypes('key_type');
    const [base] = context.attributes.basicTypes('value_type');
    if (key !== 'string' || base === undefined || base === 'byte_string') {
      throw context.bad(`Can not load bundle of types ${key}, ${base}`);
    }
    const fallback =
      base === 'string'
        ? context.attributes.string('default_value', '')
        : base === 'boolean'
          ? Number(context.attributes.boolean('default_value', false))
          : context.attributes.number('default_value', 0);
    const type: DataType = { base, shape: 'map', nullable: true, key };
    const maps = context.values('input', type);
    const keys = context.strings('key');
    const output = context.output('output', scalar(base)) as NumberRegister | StringRegister;
    return (rowCount) => {
      if (output.kind === 'number') output.reserve(rowCount);
      else output.values.length = rowCount;
      for (let row = 0; row < rowCount; row++) {
        const map = maps.values[row];
        const name = keys.values[row];
        if (context.hasFailed(row)) continue;
        if (typeof map !== 'object' || map === null || name === null || name === undefined) {
          context.fail(row, 'null_value', 'The map or its key is null', null, map === null ? maps : keys);
          continue;
        }
        const entry = own(map as Readonly<Record<string, unknown>>, name);
        (output.values as unknown[])[row] = entry ?? fallback;
      }
    };
  },
};
