import { expect, test } from 'vitest'
import { gradus } from './gradus.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()

test('eta 0.001 on all 60,000 images of MNIST is NumPy to the digit', async () => {
  const args = ['train', '--eta', '0.001', '--train-size', '60000', '--epochs', '3', '--json']
  const { stdout, code } = await gradus(args, { cwd: place.folder })
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  const epochs = lines.filter(({ type }) => type === 'epoch')
  expect(epochs.map(({ correct, total }) => [correct, total])).toEqual([
    [816, 10_000],
    [1040, 10_000],
    [1217, 10_000],
  ])
  expect(lines[0].validation).toBeUndefined()
  expect(code).toBe(0)
})
