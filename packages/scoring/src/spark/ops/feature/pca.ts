import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { dotRow } from '../../plan/dot-row.ts';
import { mapVectors, openVectorMap } from '../../plan/map-vectors.ts';
import { vectorStage } from '../../save/vector-stage.ts';

interface Pca {
  /** Column-major [features, components]. */
  readonly components: Float64Array;
  readonly featureCount: number;
  readonly componentCount: number;
}

/** `pca`: the transposed components times x, without centring; dense. Source: MLeap `PcaModel.scala`. */
export const pca = operator<Pca>({
  op: 'pca',
  bundle: {
    read: (attributes) => {
      const { dimensions, values } = attributes.tensor('principal_components');
      const [featureCount = 0, componentCount = 0] = dimensions;
      if (dimensions.length !== 2) throw attributes.bad('has components that are no matrix');
      return { components: values, featureCount, componentCount };
    },
  },
  write: ({ components, featureCount, componentCount }) => ({
    attributes: { principal_components: bundleValue.matrix(components, featureCount, componentCount) },
  }),
  spark: vectorStage('PCAModel', (stage) => {
    const { values, rowCount, columnCount } = stage.cell().matrix('pc');
    return {
      parameters: { components: values, featureCount: rowCount, componentCount: columnCount },
      size: columnCount,
    };
  }),
  compile({ components, featureCount, componentCount }, ports, context) {
    const map = openVectorMap(ports, featureCount, componentCount);
    const { input, output } = map;
    const columns = Array.from({ length: componentCount }, (_, at) => ({
      values: components,
      offset: at * featureCount,
      stride: 1,
    }));
    return mapVectors(context, map, (row) => {
      output.room(componentCount);
      for (let at = 0; at < componentCount; at++) output.values[output.length + at] = dotRow(input, row, columns[at]);
      output.closeDense(componentCount);
    });
  },
});
