import { GradusError, OptionError } from '../errors.ts'
import { Matrix } from '../math/matrix.ts'
import { checkSizes } from '../sizes.ts'
import { Fields } from './fields.ts'
import { ModelFileError, type ModelFileRule } from './model-file-error.ts'
import { parseSafetensors, type Safetensors, type Tensor } from './safetensors.ts'

/** The version of what stands in the metadata and how the tensors are called. */
export const VERSION = '1'

/** What a file of Gradus holds. */
export type FileKind = 'model' | 'checkpoint'

/** What a network computes with, and all the rest of its file. */
export interface FileParts {
  readonly sizes: readonly number[]
  readonly biases: readonly Matrix[]
  readonly weights: readonly Matrix[]
  readonly parts: Safetensors
}

/**
 * Reads a file of Gradus: what its network computes with, and the parts for the caller's own fields.
 * @throws ModelFileError naming the rule that it breaks.
 */
export function readParameters(bytes: Uint8Array | ArrayBuffer, kind: FileKind, file: string): FileParts {
  const view = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes
  if (!(view instanceof Uint8Array)) {
    throw new OptionError(
      'bytes',
      `bytes is ${typeof bytes}: expected a Uint8Array or ArrayBuffer with a ${kind} file.`,
    )
  }
  const parts = parseSafetensors(view, file)
  checkFormat(parts.metadata, kind, file)
  return { ...asFileError(file, () => parametersOf(parts, file)), parts }
}

/** @throws ModelFileError unless the metadata are those of such a file of Gradus */
export function checkFormat(metadata: Safetensors['metadata'], kind: FileKind, file: string): void {
  const fail = (rule: ModelFileRule, problem: string, remedy?: string): never => {
    throw new ModelFileError(file, rule, problem, remedy)
  }
  if (metadata.get('format') !== 'gradus') {
    fail(
      'not-gradus',
      'this safetensors file was not made by Gradus: expected format "gradus" in its metadata',
      'Train a model with Gradus',
    )
  }
  if (metadata.get('version') !== VERSION) {
    fail(
      'version',
      `its format version is ${JSON.stringify(metadata.get('version'))}: expected "${VERSION}"`,
      'Read it with a newer Gradus',
    )
  }
  if (metadata.get('kind') !== kind) {
    fail('kind', `it is a ${JSON.stringify(metadata.get('kind'))}: expected a ${kind}`, `Pass a ${kind} file`)
  }
}

/** What `read` gives; errors about values are errors of the file that they come from. @throws ModelFileError */
export function asFileError<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof GradusError) || error instanceof ModelFileError) throw error
    throw new ModelFileError(
      file,
      'field',
      `metadata does not fit together: ${error.message.replace(/\.$/, '')}`,
    )
  }
}

function parametersOf({ metadata, tensors }: Safetensors, file: string): Omit<FileParts, 'parts'> {
  const sizes = Fields.parse(`{"sizes":${metadata.get('sizes')}}`, 'metadata', file).counts('sizes')
  checkSizes(sizes)
  const tensor = (name: string, rows: number, cols: number): Matrix => {
    return new Matrix(rows, cols, readFloat64(name, tensors.get(name), [rows, cols], file))
  }
  const layers = sizes.slice(1)
  return {
    sizes,
    biases: layers.map((neurons, l) => tensor(`biases.${l}`, neurons, 1)),
    weights: layers.map((neurons, l) => tensor(`weights.${l}`, neurons, sizes[l] ?? 0)),
  }
}

/** Holds the names of a file's tensors to those that it is to have. @throws ModelFileError for any other. */
export function checkTensorNames(
  parts: Safetensors,
  sizes: readonly number[],
  others: readonly string[],
  file: string,
): void {
  const own = sizes.slice(1).flatMap((_, l) => [`biases.${l}`, `weights.${l}`])
  const known = new Set([...own, ...others])
  const unexpected = [...parts.tensors.keys()].find(name => !known.has(name))
  if (unexpected !== undefined) {
    throw new ModelFileError(
      file,
      'tensor-unexpected',
      `it has a tensor ${JSON.stringify(unexpected)}: expected only ${[...known].join(', ')}`,
    )
  }
}

/** The tensor's bytes, if it is there with this dtype and shape. @throws ModelFileError otherwise. */
export function tensorBytes(
  name: string,
  tensor: Tensor | undefined,
  dtype: string,
  shape: readonly number[],
  file: string,
): DataView {
  if (!tensor)
    throw new ModelFileError(
      file,
      'tensor-missing',
      `it has no tensor "${name}": expected one of ${dtype} [${shape.join(', ')}]`,
    )
  if (tensor.dtype !== dtype) {
    throw new ModelFileError(
      file,
      'tensor-dtype',
      `tensor "${name}" is of ${tensor.dtype}: expected ${dtype}`,
    )
  }
  if (tensor.shape.join() !== shape.join()) {
    throw new ModelFileError(
      file,
      'tensor-shape',
      `tensor "${name}" has shape [${tensor.shape.join(', ')}]: expected [${shape.join(', ')}], as sizes asks for`,
    )
  }
  return new DataView(tensor.bytes.buffer, tensor.bytes.byteOffset, tensor.bytes.byteLength)
}

function readFloat64(
  name: string,
  tensor: Tensor | undefined,
  shape: readonly number[],
  file: string,
): Float64Array {
  const view = tensorBytes(name, tensor, 'F64', shape, file)
  const values = Float64Array.from({ length: view.byteLength / 8 }, (_, i) => view.getFloat64(8 * i, true))
  const wrong = values.findIndex(value => !Number.isFinite(value))
  if (wrong >= 0) {
    throw new ModelFileError(
      file,
      'not-finite',
      `entry ${wrong} of tensor "${name}" is ${values[wrong]}: expected a finite number`,
      'Train the model again',
    )
  }
  return values
}
