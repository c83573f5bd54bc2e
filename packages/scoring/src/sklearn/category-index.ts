import { type Alias, areCategories, CategoryCodes } from '../frame/category-codes.ts';
import type { GivenCells } from '../frame/given-cells.ts';
import type { TableColumn } from '../frame/table.ts';
import type { NdArray } from '../pickle/numpy/nd-array.ts';
import { exactCellNumber } from '../text/cell-number.ts';

/**
 * Categories and their indices, for columns of cells. Their type decides how a cell of CSV is read: with texts it is its text, with numbers
 * and booleans it is parsed as one.
 */
export class CategoryIndex extends CategoryCodes {
  /** What cells of CSV were looked up and found before. */
  readonly #found = new Map<string, number>();
  readonly #hasNumbers: boolean;
  readonly #isFloat32: boolean;

  /** `isFloat32`: numbers are compared as float32, as which the categories are stored. */
  private constructor(categories: readonly unknown[], alias?: Alias, isFloat32 = false) {
    super(categories, alias);
    this.#isFloat32 = isFloat32;
    this.#hasNumbers = categories.some((value, at) => typeof value !== 'string' && at !== this.missing);
  }

  /**
   * Undefined for categories of any other kind than texts, numbers and booleans. `alias`: the index of a text that is
   * not one of them, but denotes one.
   */
  static of(categories: readonly unknown[], alias?: Alias): CategoryIndex | undefined {
    return areCategories(categories) ? new CategoryIndex(categories, alias) : undefined;
  }

  /** The same of numpy's array, whose type decides how numbers are compared. */
  static ofArray(array: NdArray): CategoryIndex | undefined {
    const { kind, itemSize } = array.dtype;
    const values = array.values();
    return areCategories(values) ? new CategoryIndex(values, undefined, kind === 'f' && itemSize === 4) : undefined;
  }

  override findNumber(value: number | bigint | boolean): number | undefined {
    return super.findNumber(this.#isFloat32 ? Math.fround(Number(value)) : value);
  }

  /** The index of each cell's category, -1 if it is unknown. */
  findAll(cells: TableColumn): Int32Array {
    const places = new Int32Array(cells.values.length);
    for (let row = 0; row < places.length; row++) places[row] = this.find(cells, row);
    return places;
  }

  find(cells: TableColumn, row: number): number {
    if (cells.kind === 'value') return this.#findGiven(cells, row);
    return this.findTyped(cells.values[row] ?? null);
  }

  #findGiven(cells: GivenCells, row: number): number {
    const cell = cells.at(row);
    if (cells.isTyped) return this.findTyped(cell);
    const place = this.findText(cell as string) ?? this.#found.get(cell as string);
    return place ?? this.#readCell(cells, row);
  }

  #readCell(cells: GivenCells, row: number): number {
    // A word that is a text among the categories has been found by now.
    if (cells.isMissing(row)) return this.missing;
    if (!this.#hasNumbers) return -1;
    const number = exactCellNumber(String(cells.at(row)));
    const place = number === undefined ? undefined : this.findNumber(number);
    // Ten numbers can be written in a thousand ways, but not in one input.
    if (place !== undefined && this.#found.size < 10_000) this.#found.set(String(cells.at(row)), place);
    return place ?? -1;
  }
}
