const QUOTE = 0x22
const BACKSLASH = 0x5c

/** First key that an object of this valid JSON text has twice (JSON.parse would silently keep the last). */
export function duplicateKey(json: string): string | undefined {
  /** The keys of every object that is open; undefined for a list. */
  const open: (Set<string> | undefined)[] = []
  let isKey = false
  for (let i = 0; i < json.length; i++) {
    const character = json[i]
    if (character === '"') {
      const end = endOfString(json, i)
      const keys = open[open.length - 1]
      if (isKey && keys) {
        const key = String(JSON.parse(json.slice(i, end)))
        if (keys.has(key)) return key
        keys.add(key)
      }
      i = end - 1
      isKey = false
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : undefined)
      isKey = character === '{'
    } else if (character === '}' || character === ']') open.pop()
    else if (character === ',') isKey = open[open.length - 1] !== undefined
  }
  return undefined
}

/** Just behind the quote that closes the string which opens at `start`. */
function endOfString(json: string, start: number): number {
  let i = start + 1
  while (i < json.length && json.charCodeAt(i) !== QUOTE) i += json.charCodeAt(i) === BACKSLASH ? 2 : 1
  return i + 1
}
