/** Name of a class: that of the model, or else its number. */
export function labelOf(classes: readonly string[] | undefined, k: number): string {
  return classes?.[k] ?? String(k)
}

/** The lowest score of a sure answer: a calibrated model has nine of ten such answers correct. */
export const SURE_SCORE = 0.9

/** Whether an answer is sure by its score alone. @param score the activation of its output neuron, 0 .. 1 */
export function isSure(score: number): boolean {
  return score >= SURE_SCORE
}

/** Whether the classes are the digits 0 .. 9, which need no names. */
export function areDigits(classes: readonly string[] | undefined, outputs: number): boolean {
  return outputs === 10 && (classes === undefined || areNumbers(classes))
}

/** Whether the names say no more than the numbers of the classes, so that a model need not keep them. */
export function areNumbers(names: readonly string[]): boolean {
  return names.every((name, k) => name === String(k))
}

/** The names in the order of classes: by value where all are whole numbers, else by the bytes of their UTF-8. */
export function inClassOrder(names: Iterable<string>): string[] {
  const sorted = sortedByBytes(names)
  if (!sorted.every(name => /^-?\d{1,15}$/.test(name))) return sorted
  return sorted.sort((a, b) => Number(a) - Number(b))
}

/** The texts by the bytes of their UTF-8, as every file system and language can sort them. */
export function sortedByBytes(texts: Iterable<string>): string[] {
  const encoder = new TextEncoder()
  return Array.from(texts, text => ({ text, bytes: encoder.encode(text) }))
    .sort((a, b) => compareBytes(a.bytes, b.bytes))
    .map(({ text }) => text)
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i] - b[i]
  return a.length - b.length
}
