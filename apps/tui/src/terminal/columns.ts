/** Columns that a text on standard output may fill. */
export function columnsOfOutput(): number {
  return process.stdout.columns || 80
}
