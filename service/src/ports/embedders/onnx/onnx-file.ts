/**
 * For tests and benches: writes an ONNX model by hand, in the few parts of its protocol buffers that a small graph needs
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3; the numbers are those of its fields).
 */
export interface Graph {
  /** Of int64, each of two free dimensions. */
  inputs: readonly string[];
  /** Of float32. */
  output: string;
  /** Dimensions of the output; 2 by default. */
  rank?: number;
  nodes: readonly {
    type: string;
    inputs: readonly string[];
    output: string;
    integers?: Record<string, number>;
  }[];
  initializers: readonly { name: string; dims: readonly number[]; data: Data }[];
}

type Data = Float32Array | Uint8Array | Int8Array | BigInt64Array;

const FLOAT = 1;
const UINT8 = 2;
const INT8 = 3;
const INT64 = 7;
const ATTRIBUTE_INT = 2;

export function onnxFile({ inputs, output, rank = 2, nodes, initializers }: Graph): Buffer {
  const graph = [
    ...nodes.map((node) =>
      part(1, [
        ...node.inputs.map((name) => part(1, name)),
        part(2, node.output),
        part(4, node.type),
        ...Object.entries(node.integers ?? {}).map(([name, value]) =>
          part(5, [part(1, name), number(3, value), number(20, ATTRIBUTE_INT)]),
        ),
      ]),
    ),
    part(2, "test"),
    ...initializers.map(({ name, dims, data }) =>
      part(5, [
        ...dims.map((dim) => number(1, dim)),
        number(2, elementType(data)),
        part(8, name),
        part(9, Buffer.from(data.buffer, data.byteOffset, data.byteLength)),
      ]),
    ),
    ...inputs.map((name) => part(11, value(name, INT64, 2))),
    part(12, value(output, FLOAT, rank)),
  ];
  const irVersion = number(1, 8);
  const opset = part(8, [part(1, ""), number(2, 13)]);
  return Buffer.concat([irVersion, part(7, graph), opset]);
}

function elementType(data: Data): number {
  if (data instanceof Float32Array) return FLOAT;
  if (data instanceof Uint8Array) return UINT8;
  return data instanceof Int8Array ? INT8 : INT64;
}

function value(name: string, type: number, rank: number): Buffer[] {
  const dims = ["rows", "columns", "depth"].slice(0, rank);
  const shape = part(
    2,
    dims.map((dim) => part(1, [part(2, dim)])),
  );
  return [part(1, name), part(2, [part(1, [number(1, type), shape])])];
}

/** A field with a length in front: text, bytes, or a message of fields. */
function part(field: number, content: string | Uint8Array | readonly Buffer[]): Buffer {
  const bytes =
    typeof content === "string" || content instanceof Uint8Array
      ? Buffer.from(content)
      : Buffer.concat(content);
  return Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
}

function number(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}
