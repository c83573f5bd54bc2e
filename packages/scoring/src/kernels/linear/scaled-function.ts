/** What a scaler does to a cell: (x - center) / scale of its column. */
export interface ColumnScaling {
  readonly centers: Float64Array;
  readonly scales: Float64Array;
}

/**
 * One linear function of rows (row-major) that are scaled on the way, without a table of scaled cells between: the bits
 * that scaling first and then `runDenseSteps` give. Undefined if an answer is not finite: then a cell of the rows may not
 * be finite, which is to be looked at step by step.
 */
export function scaledFunction(
  values: Float64Array,
  rowCount: number,
  { centers, scales }: ColumnScaling,
  weights: Float64Array,
  bias: number,
): Float64Array | undefined {
  const columns = weights.length;
  const answer = new Float64Array(rowCount);
  let odd = 0;
  let row = 0;
  // Four rows at a time, since each addition of one sum has to wait for the one before.
  for (; row + 4 <= rowCount; row += 4) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let column = 0, place = row * columns; column < columns; column++, place++) {
      const center = centers[column];
      const scale = scales[column];
      const weight = weights[column];
      a += ((values[place] - center) / scale) * weight;
      b += ((values[place + columns] - center) / scale) * weight;
      c += ((values[place + 2 * columns] - center) / scale) * weight;
      d += ((values[place + 3 * columns] - center) / scale) * weight;
    }
    answer[row] = a + bias;
    answer[row + 1] = b + bias;
    answer[row + 2] = c + bias;
    answer[row + 3] = d + bias;
    // x - x is 0 unless x is NaN or infinite.
    odd += a - a + (b - b) + (c - c) + (d - d);
  }
  for (; row < rowCount; row++) {
    let sum = 0;
    for (let column = 0, place = row * columns; column < columns; column++, place++)
      sum += ((values[place] - centers[column]) / scales[column]) * weights[column];
    answer[row] = sum + bias;
    odd += sum - sum;
  }
  return odd === 0 ? answer : undefined;
}
