import { expect, test } from 'vitest'
import { experiments, setting } from '../src/replicate/experiments.ts'
import { gradus } from './gradus.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()

test('the experiment too-slow, all 30 epochs, is NumPy to the digit', async () => {
  const experiment = experiments.find(({ name }) => name === 'too-slow')
  if (!experiment) throw new Error('expected the experiment too-slow among the fixtures')
  const { stdout, code } = await gradus(
    [
      'train',
      ...['--sizes', experiment.sizes.join(',')],
      ...['--eta', String(experiment.eta)],
      ...['--epochs', String(setting.epochs)],
      ...['--mini-batch-size', String(setting.miniBatchSize)],
      ...['--seed', String(setting.seed)],
      ...['--train-size', String(setting.trainingImages)],
    ],
    { cwd: place.folder },
  )
  const transcript = experiment.numpy.map(
    (correct, epoch) => `Epoch ${epoch} : ${correct} / ${setting.testImages}`,
  )
  expect(stdout.trimEnd().split('\n')).toEqual(transcript)
  expect(code).toBe(0)
})
