import { ScoringError } from '@catenary/scoring/internal/frame';
import { fieldsOf, type ProtobufField, writeField } from './protobuf-field.ts';

/*
 * Field numbers of onnx.proto (ONNX 1.0 and later).
 */
const MODEL_GRAPH = 7;
const GRAPH_NODE = 1;
const GRAPH_INITIALIZER = 5;
const GRAPH_OUTPUT = 12;
const NODE_INPUT = 1;
const NODE_OUTPUT = 2;
const NODE_TYPE = 4;
const VALUE_NAME = 1;
const VALUE_TYPE = 2;
const TENSOR_EXTERNAL_DATA = 13;

/** `TypeProto { tensor_type { elem_type: FLOAT } }`: a tensor of float32 of any shape. */
const FLOAT_TENSOR = Uint8Array.of(0x0a, 0x02, 0x08, 0x01);

/**
 * The model without its `ZipMap` nodes, which turn a tensor of probabilities into maps by label: the runtime for Node
 * has no maps. What was such an output becomes the tensor that went into the node.
 * Throws `ScoringError`: `unsupported_model` for a model whose weights lie in other files, which could be any file.
 */
export function dropZipMaps(model: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const field of fieldsOf(model)) {
    parts.push(field.number === MODEL_GRAPH ? writeField(MODEL_GRAPH, withoutZipMaps(field.content)) : field.bytes);
  }
  return Buffer.concat(parts);
}

function withoutZipMaps(graph: Uint8Array): Uint8Array {
  const fields = [...fieldsOf(graph)];
  const tensorByMap = new Map<string, string>();
  const kept = fields.filter((field) => {
    if (field.number === GRAPH_INITIALIZER) assertInside(field);
    const zipMap = field.number === GRAPH_NODE ? readZipMap(field.content) : undefined;
    if (zipMap !== undefined) tensorByMap.set(zipMap.output, zipMap.input);
    return zipMap === undefined;
  });
  return Buffer.concat(
    kept.map((field) => {
      const tensor = field.number === GRAPH_OUTPUT ? tensorByMap.get(textOf(field.content, VALUE_NAME)) : undefined;
      return tensor === undefined ? field.bytes : writeField(GRAPH_OUTPUT, floatOutput(tensor));
    }),
  );
}

function readZipMap(node: Uint8Array): { input: string; output: string } | undefined {
  if (textOf(node, NODE_TYPE) !== 'ZipMap') return undefined;
  return { input: textOf(node, NODE_INPUT), output: textOf(node, NODE_OUTPUT) };
}

function floatOutput(name: string): Uint8Array {
  return Buffer.concat([writeField(VALUE_NAME, Buffer.from(name)), writeField(VALUE_TYPE, FLOAT_TENSOR)]);
}

function assertInside({ content }: ProtobufField): void {
  for (const { number } of fieldsOf(content)) {
    if (number === TENSOR_EXTERNAL_DATA) {
      throw new ScoringError(
        'unsupported_model',
        'The ONNX model keeps weights in other files; save it as one file (onnx.save with save_as_external_data=False).',
      );
    }
  }
}

/** The first field of that number, as text. */
function textOf(message: Uint8Array, wanted: number): string {
  for (const { number, content } of fieldsOf(message)) if (number === wanted) return Buffer.from(content).toString();
  return '';
}
