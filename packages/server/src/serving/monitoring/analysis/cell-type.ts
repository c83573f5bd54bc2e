/** What one value looks like. */
export type CellType = 'Fractional' | 'Integral' | 'Boolean' | 'String';

/** What a column is said to hold: `Unknown` if it has no value. */
export type InferredType = 'Fractional' | 'Integral' | 'String' | 'Unknown';

export type CellTypeCounts = Readonly<Record<CellType, number>>;

const integral = /^[-+]? ?\d+$/;
const fractional = /^[-+]? ?(?:\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)$/;

/** The type of a value by its text, as Deequ distinguishes them (its analyzer DataType). */
export function cellType(text: string): CellType {
  if (integral.test(text)) return 'Integral';
  if (fractional.test(text)) return 'Fractional';
  return text === 'true' || text === 'false' ? 'Boolean' : 'String';
}

/** The number that a value of either numeric type means: a blank may follow its sign. */
export function cellNumber(text: string): number {
  const number = Number(text);
  return Number.isNaN(number) ? Number(text.replace(' ', '')) : number;
}

/** What a column of such values holds: text as soon as one is text; Booleans are text to the service. */
export function inferType({
  String: texts,
  Boolean: booleans,
  Fractional: fractions,
  Integral: integers,
}: CellTypeCounts): InferredType {
  if (texts > 0 || booleans > 0) return 'String';
  if (fractions > 0) return 'Fractional';
  return integers > 0 ? 'Integral' : 'Unknown';
}

/** How many of the values fit a column of the type: any value fits text, and whole numbers also fit fractions. */
export function countFitting(type: InferredType, counts: CellTypeCounts): number {
  if (type === 'Integral') return counts.Integral;
  if (type === 'Fractional') return counts.Integral + counts.Fractional;
  return counts.Integral + counts.Fractional + counts.Boolean + counts.String;
}
