import { readFile } from 'node:fs/promises'
import { formatModel, Network, type NetworkNames } from '@gradus/core'
import { createApp, type EdgeOptions, readServedModel, type ServedModel } from '../src/index.ts'

const FILE = new URL('../model/digits.safetensors', import.meta.url)

/** The model in the repository. */
export async function digits(): Promise<ServedModel> {
  return readServedModel(new Uint8Array(await readFile(FILE)), { name: 'digits' })
}

/** Ten classes that are no digits. */
export const GARMENTS = [
  'T-shirt/top',
  'trouser',
  'pullover',
  'dress',
  'coat',
  'sandal',
  'shirt',
  'sneaker',
  'bag',
  '靴',
]

/** Whole pictures, 60 rows of 40. */
export const PICTURE = { kind: 'image', rows: 60, cols: 40, form: 'resized' } as const

/** A table of two columns, one of three categories: four inputs. */
export const TABLE = {
  kind: 'table',
  label: 'species',
  columns: [{ name: 'petal length' }, { name: 'colour/~1', values: ['blue', 'red', '白'] }],
  means: [4, 0.25, 0.5, 0.25],
  spreads: [2, 0.5, 0.5, 0.25],
} as const

/** A model of its rows. */
export const FLOWERS = {
  sizes: [4, 5, 3],
  classes: ['setosa', 'versicolor', 'virginica'],
  preprocessing: TABLE,
} as const

/** The scale of two inputs. */
export const STANDARD = { kind: 'standard', means: [180, 75], spreads: [10, 20] } as const

interface Named extends NetworkNames {
  /** Sizes of the network, which is not trained; those of digits by default. */
  readonly sizes?: readonly number[]
}

/** The file of a model with names and steps. */
export function fileOf({ sizes = [784, 15, 10], ...names }: Named): Uint8Array<ArrayBuffer> {
  return formatModel(new Network([...sizes], { seed: 1 }), names)
}

/** Such a model, served as "digits". */
export function served(model: Named): Promise<ServedModel> {
  return readServedModel(fileOf(model), { name: 'digits' })
}

/** An app that serves the model of the repository, without a socket. */
export async function digitsApp(options: Omit<EdgeOptions, 'model'> = {}) {
  return createApp({ model: await digits(), ...options })
}

/** A drawing of a one: 28 x 28 bytes. */
export const ONE = Uint8Array.from({ length: 784 }, (_, i) => {
  const [x, y] = [i % 28, Math.floor(i / 28)]
  return x >= 13 && x <= 14 && y >= 4 && y <= 23 ? 254 : 0
})

/** POST with a body and its type. */
export function post(body: BodyInit, type: string, headers: Record<string, string> = {}): RequestInit {
  return { method: 'POST', body, headers: { 'Content-Type': type, ...headers } }
}

/** POST of a value as JSON. */
export function postJson(value: unknown): RequestInit {
  return post(JSON.stringify(value), 'application/json')
}
