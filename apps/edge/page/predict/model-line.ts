import { isObject } from './shape.ts'

/** What the server says of its model, in a line; '' if it says nothing. */
export async function fetchModelLine(url: string): Promise<string> {
  try {
    const response = await fetch(url)
    return response.ok ? modelLine(await response.json()) : ''
  } catch {
    return ''
  }
}

/** @param model what GET model answers */
export function modelLine(model: unknown): string {
  const { name, accuracy } = isObject(model) ? model : {}
  if (typeof name !== 'string') return ''
  const { test: share } = isObject(accuracy) ? accuracy : {}
  const right =
    typeof share === 'number' ? `, which reads ${(100 * share).toFixed(2)} % of the test images rightly` : ''
  return `Model: ${name}${right}.`
}
