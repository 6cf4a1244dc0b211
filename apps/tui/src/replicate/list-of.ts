/** `1, 2 and 3`. */
export function listOf(items: readonly string[]): string {
  return [items.slice(0, -1).join(', '), ...items.slice(-1)].filter(item => item !== '').join(' and ')
}
