/** Strings and punctuation of a JSON text; the rest does not matter for finding keys. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/gs

/** The first key that an object of this valid JSON text has twice (JSON.parse would keep the last and say nothing). */
export function duplicateKey(json: string): string | undefined {
  const open: (Set<string> | undefined)[] = []
  let isKey = false
  for (const [token] of json.matchAll(TOKENS)) {
    const keys = open.at(-1)
    if (token.startsWith('"')) {
      if (isKey && keys) {
        const key = String(JSON.parse(token))
        if (keys.has(key)) return key
        keys.add(key)
      }
    } else if (token === '{' || token === '[') open.push(token === '{' ? new Set() : undefined)
    else if (token === '}' || token === ']') open.pop()
    isKey = token === '{' || (token === ',' && open.at(-1) !== undefined)
  }
  return undefined
}
