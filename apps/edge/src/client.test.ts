import { expect, expectTypeOf, test } from 'vitest'
import { digitsApp, ONE } from '../test/served.ts'
import { gradusClient, type PredictRequest } from './client.ts'

async function client(headers: Record<string, string> = {}, token?: string) {
  const app = await digitsApp({ token })
  return gradusClient('http://localhost', { headers, fetch: app.request })
}

test('knows what may be asked, and what is answered', async () => {
  const { predict } = await client()
  expectTypeOf<Parameters<typeof predict.$post>[0]['json']>().toEqualTypeOf<PredictRequest>()
  const response = await predict.$post({ json: { image: [...ONE], top: 2, saliency: true, scale: null } })
  const { predictions, model } = await response.json()
  expectTypeOf(predictions[0]?.digit).toEqualTypeOf<number | undefined>()
  expect(predictions[0]?.digit).toBe(1)
  expect(predictions[0]?.top).toHaveLength(2)
  expect(model.name).toBe('digits')
})

test('reaches the Open Inference Protocol', async () => {
  const { v2 } = await client()
  const inputs = [{ name: 'image', shape: [1, 784], datatype: 'UINT8', data: [...ONE] }] as const
  const response = await v2.models[':name'].infer.$post({
    param: { name: 'digits' },
    json: { id: null, inputs },
  })
  const { outputs } = await response.json()
  expect(outputs[0]).toEqual({ name: 'digit', datatype: 'INT64', shape: [1], data: [1] })
})

test('sends a token', async () => {
  const image = [...ONE]
  const refused = await (await client({}, 'sesame')).predict.$post({ json: { image } })
  expect(refused.status).toBe(401)
  const headers = { Authorization: 'Bearer sesame' }
  expect((await (await client(headers, 'sesame')).predict.$post({ json: { image } })).status).toBe(200)
})
