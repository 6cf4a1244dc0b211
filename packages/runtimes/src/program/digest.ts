/** SHA-256, in hex, of numbers as little-endian float64. */
export async function sha256Of(numbers: readonly number[]): Promise<string> {
  const view = new DataView(new ArrayBuffer(8 * numbers.length))
  for (const [i, value] of numbers.entries()) view.setFloat64(8 * i, value, true)
  const digest = await crypto.subtle.digest('SHA-256', view.buffer)
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('')
}
