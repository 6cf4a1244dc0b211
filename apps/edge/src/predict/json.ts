import { Problem } from '../problem/problem.ts'

/** Lists and objects within one another at the most: parsers differ in how deep they go. */
const DEEPEST = 32

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Bytes that lists of numbers take for each byte of their JSON: eight for a digit and its comma. */
export const JSON_FACTOR = 4
/** Work for each byte of JSON, as slices count it: it is read in one go. */
export const JSON_WORK = 2

/** The value that a body of JSON holds. @throws Problem (400) if it is none, or goes too deep */
export function parseJson(body: ArrayBuffer): unknown {
  let value: unknown
  try {
    const text = decoder.decode(body)
    if (isTooDeep(text)) throw new RangeError('too deep')
    value = JSON.parse(text)
  } catch {
    throw new Problem(
      400,
      'BAD_JSON',
      `The body is no JSON: expected a JSON object in UTF-8, at most ${DEEPEST} levels deep.`,
    )
  }
  return value
}

function isTooDeep(text: string): boolean {
  let depth = 0
  let isString = false
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (isString) {
      if (character === '\\') i++
      else if (character === '"') isString = false
    } else if (character === '"') isString = true
    else if (character === '[' || character === '{') {
      depth++
      if (depth > DEEPEST) return true
    } else if (character === ']' || character === '}') depth--
  }
  return false
}
