import type { Data, SetUp } from './set-up.ts'

const digits: Data = { shape: { kind: 'digits' }, train: 6000, validation: 2500 }
const clouds: Data = {
  ...{ shape: { kind: 'clouds', classes: 5, columns: 20, near: 0.8 }, train: 2000, validation: 1500 },
}
const moons: Data = { shape: { kind: 'moons' }, train: 800, validation: 1500 }
const iris: Data = { shape: { kind: 'iris' }, train: 75, validation: 75 }
const board: Data = { shape: { kind: 'board', side: 3 }, train: 3000, validation: 1500 }
const parity: Data = { shape: { kind: 'parity', bits: 4 }, train: 1500, validation: 1500 }
const fiveBits: Data = { shape: { kind: 'parity', bits: 5 }, train: 2000, validation: 1500 }
const spirals: Data = { shape: { kind: 'spirals', turns: 2 }, train: 1500, validation: 1500 }

const relu = '--activation relu --initialiser he --output softmax'
const tanh = '--activation tanh --initialiser scaled --output softmax'
const sigmoid = '--initialiser scaled --cost cross-entropy'

/** Weights and biases that make it hard to learn; too few examples; too few epochs. */
const LEARNING: readonly SetUp[] = [
  {
    ...{ name: 'digits-relu', fault: 'N(0, 1) weights of relus', truth: 'start', data: digits },
    flags: '--hidden 60,60 --activation relu --output softmax --eta 0.05 --epochs 8',
    ...{ ill: {}, twin: { flags: '--initialiser he' } },
  },
  {
    ...{ name: 'clouds-tanh', fault: 'N(0, 1) weights, tanh', truth: 'start', data: clouds },
    flags: '--hidden 100,100 --activation tanh --eta 0.3 --epochs 15',
    ...{ ill: {}, twin: { flags: '--initialiser scaled' } },
  },
  {
    ...{ name: 'parity-tanh', fault: 'N(0, 1) weights, tanh', truth: 'start', data: parity },
    flags: '--hidden 100,100 --activation tanh --eta 0.1 --epochs 20',
    ...{ ill: {}, twin: { flags: '--initialiser scaled' } },
  },
  {
    ...{ name: 'digits-100', fault: '100 images, not 6,000', truth: 'examples', data: digits },
    flags: `${sigmoid} --hidden 30 --eta 0.3 --epochs 20`,
    ...{ ill: { data: { train: 100 } }, twin: {} },
  },
  {
    ...{ name: 'clouds-40', fault: '40 rows, not 2,000', truth: 'examples', data: clouds },
    flags: `${sigmoid} --hidden 30 --eta 0.3 --epochs 60`,
    ...{ ill: { data: { train: 40 } }, twin: {} },
  },
  {
    ...{ name: 'board-80', fault: '80 points, not 3,000', truth: 'examples', data: board },
    flags: `${tanh} --hidden 60 --eta 0.1 --epochs 150`,
    ...{ ill: { data: { train: 80 } }, twin: {} },
  },
  {
    ...{ name: 'board-4', fault: '4 epochs, not 120', truth: 'epochs', data: board },
    flags: `${tanh} --hidden 60 --eta 0.1`,
    ...{ ill: { flags: '--epochs 4' }, twin: { flags: '--epochs 120' } },
  },
  {
    ...{ name: 'spirals-6', fault: '6 epochs, not 240', truth: 'epochs', data: spirals },
    flags: `${tanh} --hidden 40 --eta 0.1`,
    ...{ ill: { flags: '--epochs 6' }, twin: { flags: '--epochs 240' } },
  },
  {
    ...{ name: 'parity-1', fault: '1 epoch, not 30', truth: 'epochs', data: fiveBits },
    flags: `${tanh} --hidden 40 --eta 0.6`,
    ...{ ill: { flags: '--epochs 1' }, twin: { flags: '--epochs 30' } },
  },
]

/** Layers that cannot learn it, and learning rates that are too high or too low. */
const NETWORKS: readonly SetUp[] = [
  {
    ...{ name: 'digits-narrow', fault: '2 hidden neurons, not 30', truth: 'architecture', data: digits },
    flags: `${tanh} --eta 0.1 --epochs 10`,
    ...{ ill: { flags: '--hidden 2' }, twin: { flags: '--hidden 30' } },
  },
  {
    ...{ name: 'digits-deep', fault: '5 layers of sigmoids, not 1', truth: 'architecture', data: digits },
    flags: `${sigmoid} --eta 0.3 --epochs 10`,
    ...{ ill: { flags: '--hidden 30,30,30,30,30' }, twin: { flags: '--hidden 30' } },
  },
  {
    ...{ name: 'clouds-narrow', fault: '2 hidden neurons, not 30', truth: 'architecture', data: clouds },
    flags: `${sigmoid} --eta 0.3 --epochs 20`,
    ...{ ill: { flags: '--hidden 2' }, twin: { flags: '--hidden 30' } },
  },
  {
    ...{ name: 'parity-none', fault: 'no hidden layer', truth: 'architecture', data: parity },
    flags: `${relu} --eta 0.1 --epochs 30`,
    ...{ ill: { flags: '--hidden none' }, twin: { flags: '--hidden 24' } },
  },
  {
    ...{ name: 'digits-fast', fault: 'eta 1, not 0.05', truth: 'eta-too-high', data: digits },
    flags: '--recipe modern --augment none --hidden 40 --epochs 8',
    ...{ ill: { flags: '--eta 1' }, twin: { flags: '--eta 0.05' } },
  },
  {
    ...{ name: 'iris-fast', fault: 'eta 300, not 1', truth: 'eta-too-high', data: iris },
    flags: '--initialiser scaled --hidden 8 --epochs 60',
    ...{ ill: { flags: '--eta 300' }, twin: { flags: '--eta 1' } },
  },
  {
    ...{ name: 'board-fast', fault: 'eta 5, not 0.1', truth: 'eta-too-high', data: board },
    flags: `${tanh} --hidden 60 --epochs 120`,
    ...{ ill: { flags: '--eta 5' }, twin: { flags: '--eta 0.1' } },
  },
  {
    ...{ name: 'digits-slow', fault: 'Adam with eta 3e-6, not 0.001', truth: 'eta-too-low', data: digits },
    flags: `${sigmoid} --optimiser adam --hidden 40 --epochs 10`,
    ...{ ill: { flags: '--eta 0.000003' }, twin: { flags: '--eta 0.001' } },
  },
  {
    ...{ name: 'iris-slow', fault: 'eta 0.0003, not 0.3', truth: 'eta-too-low', data: iris },
    flags: `${sigmoid} --hidden 8 --epochs 60`,
    ...{ ill: { flags: '--eta 0.0003' }, twin: { flags: '--eta 0.3' } },
  },
  {
    ...{ name: 'board-slow', fault: 'eta 0.0003, not 0.1', truth: 'eta-too-low', data: board },
    flags: `${tanh} --hidden 60 --epochs 120`,
    ...{ ill: { flags: '--eta 0.0003' }, twin: { flags: '--eta 0.1' } },
  },
]

/** Faults of the data. */
const DATA: readonly SetUp[] = [
  {
    ...{ name: 'digits-shuffled', fault: 'labels in another order', truth: 'labels', data: digits },
    flags: `${sigmoid} --hidden 30 --eta 0.3 --epochs 10`,
    ...{ ill: { data: { fault: { labels: 'shuffled' } } }, twin: {} },
  },
  {
    ...{ name: 'moons-shifted', fault: 'labels one too high', truth: 'labels', data: moons },
    flags: `${relu} --optimiser adam --hidden 16 --eta 0.01 --epochs 25`,
    ...{ ill: { data: { fault: { labels: 'shifted' } } }, twin: {} },
  },
  {
    ...{ name: 'digits-missing', fault: 'no image of 5 to 9', truth: 'labels', data: digits },
    flags: `${sigmoid} --hidden 30 --eta 0.3 --epochs 10`,
    ill: { data: { fault: { few: { classes: [5, 6, 7, 8, 9], examples: 0 } } } },
    twin: {},
  },
  {
    ...{ name: 'clouds-rare', fault: '2 rows each of three classes', truth: 'labels', data: clouds },
    flags: `${sigmoid} --hidden 30 --eta 0.3 --epochs 20`,
    ill: { data: { fault: { few: { classes: [1, 2, 3], examples: 2 } } } },
    twin: {},
  },
  {
    ...{ name: 'digits-blank', fault: 'images of one grey', truth: 'inputs', data: digits },
    flags: `${sigmoid} --hidden 30 --eta 0.3 --epochs 10`,
    ...{ ill: { data: { fault: { inputs: 'constant' } } }, twin: {} },
  },
  {
    ...{ name: 'moons-entry', fault: '2 rows of 1,000,000', truth: 'inputs', data: moons },
    flags: `${relu} --optimiser adam --hidden 16 --eta 0.01 --epochs 25`,
    ...{ ill: { data: { fault: { entry: { value: 1e6, rows: 2 } } } }, twin: {} },
  },
  {
    ...{ name: 'digits-leak', fault: '1,000 images of validation in training', truth: 'parts', data: digits },
    flags: `${sigmoid} --hidden 30 --eta 0.3 --epochs 10`,
    ...{ ill: { data: { fault: { leaked: 1000 } } }, twin: {} },
  },
]

/** Faults of the Spec. */
const SPECS: readonly SetUp[] = [
  {
    ...{ name: 'digits-dropout', fault: 'dropout 0.95', truth: 'regularisation', data: digits },
    flags: `${sigmoid} --hidden 40 --eta 0.3 --epochs 10`,
    ...{ ill: { flags: '--dropout 0.95' }, twin: {} },
  },
  {
    ...{ name: 'clouds-decay', fault: 'l2 400', truth: 'regularisation', data: clouds },
    flags: `${sigmoid} --hidden 30 --eta 0.3 --epochs 20`,
    ...{ ill: { flags: '--l2 400' }, twin: {} },
  },
  {
    ...{ name: 'board-decay', fault: 'l1 40', truth: 'regularisation', data: board },
    flags: `${tanh} --hidden 60 --eta 0.1 --epochs 120`,
    ...{ ill: { flags: '--l1 40' }, twin: {} },
  },
  {
    ...{ name: 'digits-batch', fault: 'mini-batches of 6,000', truth: 'spec', data: digits },
    flags: `${sigmoid} --hidden 30 --eta 0.3 --epochs 10`,
    ...{ ill: { flags: '--mini-batch-size 6000' }, twin: {} },
  },
  {
    ...{ name: 'spirals-step', fault: 'eta a tenth each epoch', truth: 'spec', data: spirals },
    flags: `${tanh} --hidden 40 --eta 0.1 --epochs 240`,
    ill: { flags: '--schedule step --schedule-epochs 1 --schedule-factor 0.1' },
    twin: {},
  },
]

/** The set-ups that are examined: the doctor's rules and thresholds were chosen on others. */
export const SET_UPS: readonly SetUp[] = [...LEARNING, ...NETWORKS, ...DATA, ...SPECS]
