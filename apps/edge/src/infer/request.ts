import * as v from 'valibot'
import { badValue } from '../problem/problem.ts'
import { INPUT, type InputTensor, tensorSchema } from './tensor.ts'

/** Names of the output tensors: each image's answer, and all its scores. */
const OUTPUTS = ['digit', 'scores'] as const
export type OutputName = (typeof OUTPUTS)[number]

/** The body of POST …/infer in the Open Inference Protocol. Parameters and other fields are left alone. */
export interface InferRequest {
  readonly id?: string
  readonly parameters?: Readonly<Record<string, unknown>>
  readonly inputs: readonly {
    readonly name: 'image'
    readonly shape: readonly number[]
    readonly datatype: 'FP64' | 'FP32' | 'UINT8'
    readonly data: readonly unknown[]
  }[]
  readonly outputs?: readonly { readonly name: OutputName }[]
}

const schema = v.object({
  id: v.optional(v.pipe(v.string(), v.maxLength(1000))),
  parameters: v.optional(v.looseObject({})),
  inputs: v.pipe(v.array(tensorSchema), v.length(1)),
  outputs: v.optional(
    v.pipe(v.array(v.object({ name: v.picklist(OUTPUTS) })), v.minLength(1), v.maxLength(2)),
  ),
})

export interface CheckedInfer {
  readonly id: string | undefined
  readonly tensor: InputTensor
  readonly outputs: readonly OutputName[]
}

/** What each field is to be, in words. */
const EXPECTED: Readonly<Record<string, string>> = {
  id: 'expected a text of at most 1000 characters, or none.',
  parameters: 'expected an object, or none.',
  inputs: `expected a list of one tensor, named "${INPUT}".`,
  outputs: `expected a list of ${OUTPUTS.map(name => `{"name": "${name}"}`).join(' or ')}, or none.`,
  name: `expected a name that the model's metadata list.`,
  shape: 'expected the lengths of 2 to 4 dimensions, each at least 1.',
  datatype: 'expected FP64, FP32 or UINT8.',
  data: 'expected a list of numbers, flat or nested as the shape says.',
}

/** @throws Problem naming the first field that is wrong */
export function checkInfer(body: unknown): CheckedInfer {
  const checked = v.safeParse(schema, body, { abortEarly: true })
  if (!checked.success) throw wrongField(checked.issues[0])
  const { id, inputs, outputs } = checked.output
  const [tensor] = inputs
  if (!tensor) throw badValue('#/inputs', 'expected one tensor.')
  return { id, tensor, outputs: outputs?.map(({ name }) => name) ?? OUTPUTS }
}

function wrongField({ path = [] }: { path?: readonly { readonly key: unknown }[] | undefined }) {
  const keys = path.map(({ key }) => key)
  const field = keys.findLast(key => typeof key === 'string')
  const expected = typeof field === 'string' ? EXPECTED[field] : undefined
  return expected
    ? badValue(`#/${keys.join('/')}`, expected)
    : badValue('#', 'expected an object with inputs.')
}
