/** Describes any value for a message: as JSON where possible, cut short. */
export function describe(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : textOf(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return JSON.stringify(value) ?? 'an object'
  } catch {
    // It holds itself, goes too deep, or has what JSON does not.
    return Array.isArray(value) ? 'a list' : 'an object'
  }
}
