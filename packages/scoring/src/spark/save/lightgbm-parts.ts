import { defined } from '../../util/defined.ts';
import { type JavaObject, type JavaValue, readJavaObject } from './java/read-java-object.ts';
import { Params } from './params.ts';
import type { SavedStage } from './saved-stage.ts';

/** What a LightGBM stage is made of, in either layout. */
export interface LightgbmParts {
  /** The model, in LightGBM's own format. */
  readonly text: string;
  readonly params: Params;
}

const boosterFile = 'complexParams/lightGBMBooster';

/** The arguments of the constructors of MMLSpark 0.18, one a file: `data_0`, `data_1` ... */
const predictorArguments = ['uid', 'booster', 'labelCol', 'featuresCol', 'predictionCol'];
const classifierArguments = [
  ...predictorArguments,
  'probabilityCol',
  'rawPredictionCol',
  'thresholds',
  'actualNumClasses',
];

/**
 * SynapseML keeps the booster as a parameter of its own, MMLSpark before it all arguments of the model's constructor; all are
 * Java objects. Source: `ComplexParamsSerializer` of SynapseML 0.9 to 1.0, `ConstructorWriter` of MMLSpark 0.18.
 */
export function readLightgbmParts(stage: SavedStage, isClassifier: boolean): LightgbmParts {
  if (stage.hasFile(boosterFile))
    return { text: modelText(stage, boosterFile, readValue(stage, boosterFile)), params: stage.params };
  const names = isClassifier ? classifierArguments : predictorArguments;
  if (!stage.hasFile(`data_${names.length - 1}`) || stage.hasFile(`data_${names.length}`))
    throw stage.unsupported(`there is no ${boosterFile}; what SynapseML 0.9 and later and MMLSpark 0.18 saved is read`);
  const values = names.map((name, at) => [name, readValue(stage, `data_${at}`)] as const);
  const settings = values.flatMap(([name, saved]) => {
    const value = unwrap(saved);
    return value === undefined || (typeof value === 'object' && !Array.isArray(value)) ? [] : [[name, value] as const];
  });
  return {
    text: modelText(stage, 'data_1', defined(values[1])[1]),
    params: new Params(new Map(settings), stage.metadata),
  };
}

function readValue(stage: SavedStage, file: string): JavaValue {
  try {
    return readJavaObject(stage.file(file));
  } catch (error) {
    throw stage.bad(`${file}: ${(error as Error).message}`);
  }
}

/** The text stands in the field `modelStr`, in MMLSpark in `model`. */
function modelText(stage: SavedStage, file: string, booster: JavaValue): string {
  const fields = isObject(booster) ? booster.fields : undefined;
  const text = unwrap(fields?.get('modelStr') ?? fields?.get('model') ?? null);
  if (typeof text === 'string') return text;
  throw stage.unsupported(`${file} holds no booster with the text of its model`);
}

/** What is in Scala's `Some`, whose field is `value`, and `x` up to Scala 2.11, or in Java's `Integer`; undefined for `None`. */
function unwrap(value: JavaValue): JavaValue | undefined {
  if (!isObject(value)) return value ?? undefined;
  if (value.className === 'scala.Some') return value.fields.get('value') ?? value.fields.get('x');
  if (value.className === 'scala.None$') return undefined;
  return value.className === 'java.lang.Integer' ? value.fields.get('value') : value;
}

function isObject(value: JavaValue): value is JavaObject {
  return typeof value === 'object' && value !== null && 'className' in value;
}
