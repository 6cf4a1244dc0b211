import type { ScreenEvent } from '../run/screen.ts'

/** The lines that the textbook's program prints: `Epoch 0 : 8881 / 10000`, or `Epoch 0 complete` without test data. */
export function textTranscript(event: ScreenEvent): string | undefined {
  if (event.type !== 'epoch') return undefined
  const { epoch, correct, total } = event
  return correct === undefined ? `Epoch ${epoch} complete` : `Epoch ${epoch} : ${correct} / ${total}`
}
