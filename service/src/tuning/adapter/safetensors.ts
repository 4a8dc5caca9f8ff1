import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";
import { CosmicError } from "../../errors.ts";
import type { Matrix } from "../training/matrix.ts";

const Tensor = Type.Object(
  {
    dtype: Type.String(),
    shape: Type.Array(Type.Integer({ minimum: 0 })),
    data_offsets: Type.Tuple([Type.Integer({ minimum: 0 }), Type.Integer({ minimum: 0 })]),
  },
  { additionalProperties: false },
);
const Metadata = Type.Record(Type.String(), Type.String());
const CheckHeader = Compile(Type.Record(Type.String(), Type.Unknown()));
const CheckTensor = Compile(Tensor);
const CheckMetadata = Compile(Metadata);

/** Bytes of the number that says how long the header is. */
const PREFIX = 8;
/** What other readers of the format allow, in bytes. */
const LONGEST_HEADER = 100_000_000;
/** Data begins at a multiple of it, as the format asks of writers. */
const ALIGNMENT = 8;
const FLOAT_BYTES = 4;

export interface TensorFile {
  tensors: ReadonlyMap<string, Matrix>;
  metadata: Readonly<Record<string, string>>;
}

/**
 * Matrices as a safetensors file: the length of a JSON header, the header, then the numbers as little-endian F32
 * (https://huggingface.co/docs/safetensors, "Format").
 */
export function writeSafetensors({ tensors, metadata }: TensorFile): Buffer {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let bytes = 0;
  for (const [name, { rows, columns, values }] of tensors) {
    const end = bytes + values.length * FLOAT_BYTES;
    header[name] = { dtype: "F32", shape: [rows, columns], data_offsets: [bytes, end] };
    bytes = end;
  }
  const json = Buffer.from(JSON.stringify(header));
  // Spaces at the end of the header are part of the format.
  const length = Math.ceil((PREFIX + json.length) / ALIGNMENT) * ALIGNMENT - PREFIX;
  const file = Buffer.alloc(PREFIX + length + bytes, " ");
  file.writeBigUInt64LE(BigInt(length));
  json.copy(file, PREFIX);
  let at = PREFIX + length;
  for (const { values } of tensors.values()) {
    for (const value of values) at = file.writeFloatLE(value, at);
  }
  return file;
}

/** @throws CosmicError `damaged_checkpoint` for what is no such file, or has other things in it than F32 matrices */
export function readSafetensors(file: Buffer): TensorFile {
  if (file.length < PREFIX) throw damaged("it is shorter than its prefix");
  const length = file.readBigUInt64LE();
  if (length > BigInt(Math.min(LONGEST_HEADER, file.length - PREFIX))) throw damaged("its header is cut off");
  const start = PREFIX + Number(length);
  const { __metadata__: metadata = {}, ...entries } = parseHeader(file.subarray(PREFIX, start));
  if (!CheckMetadata.Check(metadata)) throw damaged("its metadata are not texts");
  const data = file.subarray(start);
  const tensors = new Map<string, Matrix>();
  let covered = 0;
  for (const [name, entry] of inOrder(entries)) {
    if (entry.data_offsets[0] !== covered) throw damaged(`there is a gap or an overlap before ${name}`);
    tensors.set(name, readMatrix(name, entry, data));
    covered = entry.data_offsets[1];
  }
  if (covered !== data.length) throw damaged("it is longer or shorter than its header says");
  return { tensors, metadata };
}

function parseHeader(bytes: Buffer): Record<string, unknown> {
  try {
    return CheckHeader.Parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch (cause) {
    throw damaged("its header is not a JSON object", cause);
  }
}

/** In the order of their data, as the tensors of a header may stand in any. */
function inOrder(entries: Record<string, unknown>): [string, Static<typeof Tensor>][] {
  const tensors = Object.entries(entries).map(([name, entry]): [string, Static<typeof Tensor>] => {
    if (!CheckTensor.Check(entry)) throw damaged(`${name} is not described as a tensor is`);
    return [name, entry];
  });
  return tensors.toSorted(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0]);
}

function readMatrix(
  name: string,
  { dtype, shape, data_offsets }: Static<typeof Tensor>,
  data: Buffer,
): Matrix {
  const [rows, columns] = shape;
  if (dtype !== "F32" || rows === undefined || columns === undefined || shape.length !== 2)
    throw damaged(`${name} is ${dtype} [${shape.join(", ")}] and not an F32 matrix`);
  const [begin, end] = data_offsets;
  if (end > data.length || end - begin !== rows * columns * FLOAT_BYTES)
    throw damaged(`${name} has not as many bytes as its shape wants`);
  const values = new Float32Array(rows * columns);
  for (let i = 0; i < values.length; i++) {
    const value = data.readFloatLE(begin + i * FLOAT_BYTES);
    if (!Number.isFinite(value)) throw damaged(`${name} has a number in it that is not finite`);
    values[i] = value;
  }
  return { rows, columns, values };
}

function damaged(reason: string, cause?: unknown): CosmicError {
  return new CosmicError("damaged_checkpoint", `This is no safetensors file of an adapter: ${reason}.`, {
    cause,
  });
}
