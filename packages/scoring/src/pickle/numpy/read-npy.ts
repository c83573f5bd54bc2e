import { malformed } from '../malformed.ts';
import { PickleGlobal } from '../pickle-object.ts';
import { PickleTuple } from '../pickle-tuple.ts';
import { DType, type DTypeField } from './dtype.ts';
import { NdArray } from './nd-array.ts';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Longer headers than any that NumPy itself reads by default are refused. */
const MAX_HEADER = 65_536;

const dtypeGlobal = new PickleGlobal('numpy', 'dtype', {});
const arrayGlobal = new PickleGlobal('numpy', 'ndarray', {});

/**
 * A .npy file (versions 1 to 3) as the array that a pickle of it would give: numbers, texts or records, any shape and
 * byte order; the data stay a view of `bytes`. Throws `bad_model` for objects (which are pickles) and damaged files.
 * Source: NumPy's `numpy/lib/format.py`.
 */
export function readNpy(bytes: Uint8Array): NdArray {
  const { header, start } = readHeader(bytes);
  const shape = /'shape'\s*:\s*\(([\d,\s]*)\)/.exec(header)?.[1];
  if (shape === undefined) throw malformed('a .npy file without a shape');
  const lengths = shape.split(',').filter((part) => part.trim() !== '');
  return new NdArray(arrayGlobal).setContent({
    shape: new PickleTuple(lengths.map(Number)),
    dtype: readDescriptor(header),
    fortran: /'fortran_order'\s*:\s*True/.test(header),
    data: bytes.subarray(start),
  });
}

function readHeader(bytes: Uint8Array): { header: string; start: number } {
  if (bytes.length < 12 || MAGIC.some((byte, at) => bytes[at] !== byte))
    throw malformed('a .npy file begins otherwise');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const isFirst = bytes[6] === 1;
  const start = isFirst ? 10 : 12;
  const end = start + (isFirst ? view.getUint16(8, true) : view.getUint32(8, true));
  if (end > bytes.length || end - start > MAX_HEADER) throw malformed('a .npy file whose header does not end');
  return { header: String.fromCharCode(...bytes.subarray(start, end)), start: end };
}

/** `'<f8'`, or of records a list of `('name', '<i8')`; unnamed fields are padding. */
function readDescriptor(header: string): DType {
  const plain = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1];
  if (plain !== undefined) return readDtype(plain);
  const list = /^'descr'\s*:\s*\[([^\]]*)\]/.exec(header.slice(Math.max(0, header.indexOf("'descr'"))))?.[1];
  if (list === undefined) throw malformed('a .npy file without a dtype');
  const fields = new Map<string, DTypeField>();
  let offset = 0;
  // What is left between the fields must be commas: a field of another form is none that can be read.
  const rest = list.replaceAll(/\(\s*'([^']*)'\s*,\s*'([^']*)'\s*\)/g, (_all, name: string, code: string) => {
    const dtype = readDtype(code);
    if (name !== '') fields.set(name, { dtype, offset });
    offset += dtype.itemSize;
    return '';
  });
  if (!/^[\s,]*$/.test(rest)) throw malformed('a .npy file with records of another form than names and numbers');
  const record = new DType(`V${offset}`, dtypeGlobal);
  record.fields = fields;
  return record;
}

function readDtype(code: string): DType {
  const dtype = new DType(code, dtypeGlobal);
  if (dtype.kind === 'O') throw malformed('a .npy file of Python objects');
  dtype.littleEndian = !code.startsWith('>');
  return dtype;
}
