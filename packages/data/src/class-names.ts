/** Name of a class: that of the model, or else its number. */
export function labelOf(classes: readonly string[] | undefined, k: number): string {
  return classes?.[k] ?? String(k)
}

/** Whether the classes are the digits 0 .. 9, which need no names. */
export function areDigits(classes: readonly string[] | undefined, outputs: number): boolean {
  return outputs === 10 && (classes === undefined || classes.every((name, k) => name === String(k)))
}
