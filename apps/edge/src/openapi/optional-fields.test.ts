import { describe, expect, test } from 'vitest'
import { digitsApp, postJson } from '../../test/served.ts'
import { bodySchema } from '../infer/request.ts'
import { imagesSchema, rowsSchema } from '../predict/request.ts'
import type { DescribedModel } from './described-model.ts'
import { schemasOf } from './schemas.ts'

/** A field of a request: its path, such as `inputs.0.parameters`, and whether it may be left out. */
type Field = readonly [path: string, isOptional: boolean]

const under = (name: string, fields: readonly Field[]): Field[] =>
  fields.map(([path, isOptional]) => [path === '' ? name : `${name}.${path}`, isOptional])

/** The fields that a check reads, as valibot's schema has them. */
function checkedFields(schema: object): Field[] {
  if ('entries' in schema && schema.entries instanceof Object) {
    return Object.entries(schema.entries).flatMap(([name, entry]) => {
      return [[name, entry.type === 'nullish'] as const, ...under(name, checkedFields(entry))]
    })
  }
  if ('item' in schema && schema.item instanceof Object) return under('0', checkedFields(schema.item))
  return 'wrapped' in schema && schema.wrapped instanceof Object ? checkedFields(schema.wrapped) : []
}

/** The fields that OpenAPI describes: one may be left out if it is not required, and is null then too. */
function describedFields(schema: object): Field[] {
  const required = 'required' in schema && Array.isArray(schema.required) ? schema.required : []
  if ('properties' in schema && schema.properties instanceof Object) {
    return Object.entries(schema.properties).flatMap(([name, property]) => {
      expect(takesNull(property), name).toBe(!required.includes(name))
      return [[name, !required.includes(name)] as const, ...under(name, describedFields(property))]
    })
  }
  return 'items' in schema && schema.items instanceof Object ? under('0', describedFields(schema.items)) : []
}

function takesNull(schema: object): boolean {
  if ('enum' in schema && Array.isArray(schema.enum)) return schema.enum.includes(null)
  if ('oneOf' in schema && Array.isArray(schema.oneOf)) return schema.oneOf.some(takesNull)
  return 'type' in schema && [schema.type].flat().includes('null')
}

/** A copy of a body in which the value at a path is null. */
function withNull(body: unknown, [name = '', ...rest]: readonly string[]): unknown {
  const value = body instanceof Object ? Reflect.get(body, name) : undefined
  const changed = rest.length === 0 ? null : withNull(value ?? {}, rest)
  return Array.isArray(body) ? body.with(Number(name), changed) : { ...Object(body), [name]: changed }
}

const DIGITS: DescribedModel = {
  sizes: [784, 30, 10],
  image: { kind: 'image', rows: 28, cols: 28 },
  rows: undefined,
  classes: { areDigits: true, labels: Array.from({ length: 10 }, (_, k) => String(k)) },
}
const schemas = schemasOf(DIGITS)
const [predictExample = {}] = schemas.PredictRequest.examples
const [inferExample = {}] = schemas.InferRequest.examples

describe.each([
  {
    path: '/predict',
    checked: imagesSchema,
    described: schemas.PredictRequest,
    body: { ...predictExample, scale: 255, saliency: false, input: false, normalise: false },
    // Either is there: the others are tried beside each of them.
    either: ['image', 'images'],
  },
  {
    path: '/v2/models/digits/infer',
    checked: bodySchema(DIGITS, 1),
    described: schemas.InferRequest,
    body: { ...inferExample, outputs: [{ name: 'digit' }, { name: 'scores' }] },
    either: [],
  },
])('a body of $path', ({ path, checked, described, body, either }) => {
  const fields = checkedFields(checked)

  test('is described as it is checked', () => {
    expect(fields.length).toBeGreaterThan(5)
    expect(describedFields(described).sort()).toEqual([...fields].sort())
  })

  const optional = fields.filter(([, isOptional]) => isOptional).map(([name]) => name)
  test.each(optional.filter(name => name !== 'image'))(
    'is answered as without %s where that is null',
    async name => {
      const app = await digitsApp()
      const answer = async (value: unknown): Promise<unknown> => {
        const response = await app.request(path, postJson(value))
        expect(response.status).toBe(200)
        return response.json()
      }
      expect(await answer(withNull(body, name.split('.')))).toEqual(await answer(body))
    },
  )

  test.each(either)('that has nothing but null for %s is one without', async name => {
    const app = await digitsApp()
    const refused = await app.request(path, postJson({ [name]: null }))
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({ errors: [{ detail: 'expected either image or images.' }] })
    const image = { image: null, images: null, [name]: name === 'image' ? [1] : [[1]] }
    const [pointer] = (await (await app.request(path, postJson(image))).json()).errors
    expect(pointer).toMatchObject({ pointer: name === 'image' ? '#/image' : '#/images/0' })
  })

  test.each(fields.filter(([, isOptional]) => !isOptional).map(([name]) => name))(
    'is refused where %s is null',
    async name => {
      const response = await (await digitsApp()).request(path, postJson(withNull(body, name.split('.'))))
      expect(response.status).toBe(400)
      expect((await response.json()).error).toContain(`#/${name.split('.').join('/')}: expected `)
    },
  )
})

test('a body with rows is described as it is checked', () => {
  const rows = { kind: 'standard', means: [1, 2], spreads: [1, 1] } as const
  const { PredictRequest } = schemasOf({ ...DIGITS, image: undefined, rows })
  expect(describedFields(PredictRequest).sort()).toEqual(checkedFields(rowsSchema).sort())
})
