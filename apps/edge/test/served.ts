import { readFile } from 'node:fs/promises'
import { createApp, type EdgeOptions, readServedModel, type ServedModel } from '../src/index.ts'

const FILE = new URL('../model/digits.safetensors', import.meta.url)

/** The model in the repository. */
export async function digits(): Promise<ServedModel> {
  return readServedModel(new Uint8Array(await readFile(FILE)), { name: 'digits' })
}

/** An app that serves it, without a socket. */
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
