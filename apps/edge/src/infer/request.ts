import * as v from 'valibot'
import {
  type Datatype,
  type DescribedModel,
  datatypesOf,
  type OutputName,
  outputNames,
} from '../openapi/described-model.ts'
import { badValue, type Problem } from '../problem/problem.ts'

const tensorSchema = (datatypes: readonly Datatype[]) =>
  v.object({
    name: v.string(),
    parameters: v.nullish(v.looseObject({ binary_data_size: v.nullish(v.never()) })),
    shape: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(1))), v.minLength(1), v.maxLength(4)),
    datatype: v.picklist(datatypes),
    // Its entries are looked at once, when they are read.
    data: v.custom<readonly unknown[]>(Array.isArray),
  })

export type InputTensor = v.InferOutput<ReturnType<typeof tensorSchema>>

/**
 * The body of POST …/infer in the Open Inference Protocol. `null` stands for a field that is left out;
 * parameters and other fields are ignored.
 */
export interface InferRequest {
  /** A text of at most 1,000 characters, which the answer repeats. */
  readonly id?: string | null
  /** Ignored. */
  readonly parameters?: Readonly<Record<string, unknown>> | null
  /** The tensors that the model's metadata list: one of images or rows, or one a column. */
  readonly inputs: readonly InferInput[]
  /** The tensors to answer with; all by default. */
  readonly outputs?: readonly InferOutput[] | null
}

/** Images, rows or a column as a tensor. */
export interface InferInput {
  /** `image`, `row`, or that of a column. */
  readonly name: string
  /** Ignored, but for `binary_data_size`, which is refused: the numbers stand in `data`. */
  readonly parameters?: Readonly<Record<string, unknown>> | null
  /**
   * [examples, inputs]; of images also [images, rows, columns] and [images, 1, rows, columns]; of a table's
   * column [rows] or [rows, 1].
   */
  readonly shape: readonly number[]
  /**
   * For images FP64 and FP32 for inputs of 0 .. 1, UINT8 for bytes of 0 .. 255; for rows FP64, FP32 and INT64;
   * BYTES for texts.
   */
  readonly datatype: Datatype
  /** The entries, flat or nested as the shape says. */
  readonly data: readonly unknown[]
}

/** An output tensor that is asked for. */
export interface InferOutput {
  /** Its name. */
  readonly name: OutputName
  /** Ignored. */
  readonly parameters?: Readonly<Record<string, unknown>> | null
}

/** The fields of a body for a model with so many input tensors. */
export function bodySchema(model: DescribedModel, inputs: number) {
  const names = outputNames(model)
  const output = v.object({ name: v.picklist(names), parameters: v.nullish(v.looseObject({})) })
  return v.object({
    id: v.nullish(v.pipe(v.string(), v.maxLength(1000)), () => undefined),
    parameters: v.nullish(v.looseObject({})),
    inputs: v.pipe(v.array(tensorSchema(datatypesOf(model))), v.length(inputs)),
    outputs: v.nullish(v.pipe(v.array(output), v.minLength(1), v.maxLength(names.length))),
  })
}

/** A body whose fields are checked, but not the entries of its tensors. */
export interface CheckedInfer {
  readonly id: string | undefined
  readonly inputs: readonly InputTensor[]
  readonly outputs: readonly OutputName[]
}

/** The expectation of a tensor's name. */
export const UNKNOWN_NAME = "expected a name that the model's metadata list."

/** The remedy for tensors of the protocol's binary extension. */
export const NO_BINARY =
  'expected JSON alone, with the numbers in data: there are no binary tensors here. Turn them off in the client (binary_data=False).'

/** Bodies for a model with these input tensors. */
export class InferBodies {
  readonly #schema: ReturnType<typeof bodySchema>
  readonly #outputs: readonly OutputName[]
  /** The expected value of each field, in words. */
  readonly #expected: Readonly<Record<string, string>>

  /** @param inputs names of the input tensors */
  constructor(model: DescribedModel, inputs: readonly string[]) {
    this.#schema = bodySchema(model, inputs.length)
    this.#outputs = outputNames(model)
    const outputs = this.#outputs.map(name => `{"name": "${name}"}`)
    this.#expected = {
      id: 'expected a text of at most 1000 characters, or none.',
      parameters: 'expected an object, or none.',
      inputs:
        inputs.length === 1
          ? `expected a list of one tensor, named "${inputs[0]}".`
          : `expected a list of ${inputs.length} tensors, one a column of the table.`,
      outputs: `expected a list of ${outputs.join(' or ')}, or none.`,
      name: UNKNOWN_NAME,
      binary_data_size: NO_BINARY,
      shape: 'expected the lengths of 1 to 4 dimensions, each at least 1.',
      datatype: `expected ${datatypesOf(model)
        .join(', ')
        .replace(/, (\w+)$/, ' or $1')}.`,
      data: 'expected a list of numbers, flat or nested as the shape says.',
    }
  }

  /** @throws Problem naming the first invalid field */
  checked(body: unknown): CheckedInfer {
    const checked = v.safeParse(this.#schema, body, { abortEarly: true })
    if (!checked.success) throw this.#wrongField(checked.issues[0])
    const { id, inputs, outputs } = checked.output
    return { id, inputs, outputs: outputs?.map(({ name }) => name) ?? this.#outputs }
  }

  #wrongField({ path = [] }: { path?: readonly { readonly key: unknown }[] | undefined }): Problem {
    const keys = path.map(({ key }) => key)
    const field = keys.findLast(key => typeof key === 'string')
    const expected = typeof field === 'string' ? this.#expected[field] : undefined
    return expected
      ? badValue(`#/${keys.join('/')}`, expected)
      : badValue('#', 'expected an object with inputs.')
  }
}
