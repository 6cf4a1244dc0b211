import type { Data, SetUp } from './set-up.ts'

const digits: Data = { shape: { kind: 'digits' }, train: 5000, validation: 2000 }
const clouds: Data = {
  ...{ shape: { kind: 'clouds', classes: 4, columns: 8, near: 0.5 }, train: 1500, validation: 1500 },
}
const rings: Data = { shape: { kind: 'rings', classes: 3 }, train: 900, validation: 1000 }
const xor: Data = { shape: { kind: 'board', side: 2 }, train: 1000, validation: 1000 }
const calm = '--initialiser scaled --cost cross-entropy'

/** Set-ups on which the doctor's rules may be tuned: other data, sizes and flags than those of the table. */
export const PRACTICE: readonly SetUp[] = [
  {
    ...{ name: 'digits-start', fault: 'N(0, 1) weights, 100 hidden neurons', truth: 'start', data: digits },
    ...{ flags: '--hidden 100 --eta 3 --epochs 12' },
    ...{ ill: {}, twin: { flags: '--initialiser scaled' } },
  },
  {
    ...{ name: 'rings-layers', fault: 'no hidden layer', truth: 'architecture', data: rings },
    ...{ flags: `${calm} --eta 1 --epochs 30` },
    ...{ ill: { flags: '--hidden none' }, twin: { flags: '--hidden 24' } },
  },
  {
    ...{ name: 'xor-epochs', fault: '1 epoch, not 60', truth: 'epochs', data: xor },
    ...{ flags: `${calm} --hidden 32 --eta 2` },
    ...{ ill: { flags: '--epochs 1' }, twin: { flags: '--epochs 60' } },
  },
  {
    ...{ name: 'clouds-fast', fault: 'eta 100, not 2', truth: 'eta-too-high', data: clouds },
    ...{ flags: '--initialiser scaled --hidden 30 --epochs 10' },
    ...{ ill: { flags: '--eta 100' }, twin: { flags: '--eta 2' } },
  },
  {
    ...{ name: 'digits-slow', fault: 'eta 0.002, not 0.5', truth: 'eta-too-low', data: digits },
    ...{ flags: `${calm} --hidden 20 --epochs 12` },
    ...{ ill: { flags: '--eta 0.002' }, twin: { flags: '--eta 0.5' } },
  },
  {
    ...{ name: 'digits-few', fault: '80 images, not 5,000', truth: 'examples', data: digits },
    ...{ flags: `${calm} --hidden 40 --eta 0.3 --epochs 20` },
    ...{ ill: { data: { train: 80 } }, twin: {} },
  },
  {
    ...{ name: 'clouds-shuffled', fault: 'labels in another order', truth: 'labels', data: clouds },
    ...{ flags: `${calm} --hidden 30 --eta 0.5 --epochs 20` },
    ...{ ill: { data: { fault: { labels: 'shuffled' } } }, twin: {} },
  },
  {
    ...{ name: 'rings-shifted', fault: 'labels one too high', truth: 'labels', data: rings },
    ...{ flags: `${calm} --hidden 24 --eta 1 --epochs 30` },
    ...{ ill: { data: { fault: { labels: 'shifted' } } }, twin: {} },
  },
  {
    ...{ name: 'clouds-entry', fault: '15 rows of -99,999', truth: 'inputs', data: clouds },
    ...{ flags: `${calm} --hidden 30 --eta 0.5 --epochs 20` },
    ...{ ill: { data: { fault: { entry: { value: -99_999, rows: 15 } } } }, twin: {} },
  },
  {
    ...{ name: 'rings-decay', fault: 'lambda 100', truth: 'regularisation', data: rings },
    ...{ flags: `${calm} --hidden 24 --eta 1 --epochs 30` },
    ...{ ill: { flags: '--l2 100' }, twin: {} },
  },
  {
    ...{ name: 'clouds-batch', fault: 'mini-batches of 1,500', truth: 'spec', data: clouds },
    ...{ flags: `${calm} --hidden 30 --eta 0.5 --epochs 10` },
    ...{ ill: { flags: '--mini-batch-size 1500' }, twin: {} },
  },
  {
    ...{ name: 'clouds-leak', fault: '400 rows of validation in training', truth: 'parts', data: clouds },
    ...{ flags: `${calm} --hidden 30 --eta 0.5 --epochs 20` },
    ...{ ill: { data: { fault: { leaked: 400 } } }, twin: {} },
  },
]
