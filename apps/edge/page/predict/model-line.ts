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

/** Whether a value of JSON is an object, and no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a value of JSON is a list of so many numbers. */
export function isNumbers(value: unknown, length: number): value is readonly number[] {
  return Array.isArray(value) && value.length === length && value.every(each => typeof each === 'number')
}
