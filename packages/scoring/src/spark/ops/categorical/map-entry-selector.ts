import { type BasicType, type DataType, scalar } from '../../../frame/data-type.ts';
import { own } from '../../../util/own.ts';
import type { Attributes } from '../../attributes/attributes.ts';
import { operator } from '../../operator.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import type { StringRegister } from '../../plan/register.ts';

interface MapEntrySelector {
  /** The type of the map's values; its keys are texts. */
  readonly base: BasicType;
  /** What a key that is not there stands for. */
  readonly fallback: number | string;
}

/** `map_entry_selector`: the entry of a map at a key, or the default. Source: MLeap `MapEntrySelectorModel.scala`. */
export const mapEntrySelector = operator<MapEntrySelector>({
  op: 'map_entry_selector',
  bundle: {
    read: (attributes) => {
      const [key] = attributes.basicTypes('key_type');
      const [base] = attributes.basicTypes('value_type');
      if (key !== 'string' || base === undefined || base === 'byte_string')
        throw attributes.bad(`Can not load bundle of types ${key}, ${base}`);
      return { base, fallback: readFallback(attributes, base) };
    },
  },
  compile({ base, fallback }, ports, context) {
    const type: DataType = { base, shape: 'map', nullable: true, key: 'string' };
    const maps = ports.values('input', type);
    const keys = ports.strings('key');
    const output = ports.output('output', scalar(base)) as NumberRegister | StringRegister;
    return (rowCount) => {
      if (output.kind === 'number') output.reserve(rowCount);
      else output.values.length = rowCount;
      for (let row = 0; row < rowCount; row++) {
        const map = maps.values[row];
        const name = keys.values[row];
        if (context.hasFailed(row)) continue;
        if (typeof map !== 'object' || map === null || name === null || name === undefined) {
          const input = map === null ? maps : keys;
          context.fail(row, { code: 'null_value', message: 'The map or its key is null', value: null, input });
          continue;
        }
        const entry = own(map as Readonly<Record<string, unknown>>, name);
        (output.values as unknown[])[row] = entry ?? fallback;
      }
    };
  },
});

function readFallback(attributes: Attributes, base: BasicType): number | string {
  if (base === 'string') return attributes.string('default_value', '');
  if (base === 'boolean') return Number(attributes.boolean('default_value', false));
  return attributes.number('default_value', 0);
}
