import type { ReactNode } from 'react'
import { Lines } from '../../terminal/bar-view.tsx'
import { pictureSize } from '../../terminal/pictures/picture.ts'
import { type Block, lineOf, pageAt, pagesOf, type Span, wrapText } from '../../terminal/text.ts'
import { ETA_FACTOR } from '../keys.ts'
import { type DashboardState, VIEWS, type ViewName } from '../state.ts'
import type { ViewProps } from './view.ts'

type Entry = readonly [name: string, meaning: string]

const KEYS: readonly Entry[] = [
  ['space', 'pause, and go on: a paused run stands still, clocks included'],
  ['n, e', 'one mini-batch more, one epoch more, while paused'],
  ['up, down', `eta times ${ETA_FACTOR}, eta divided by ${ETA_FACTOR}`],
  ['s', 'save a checkpoint now'],
  ['r', 'rewind to the same initial weights'],
  ['x', 'export: this view as SVG, the history as CSV and JSON'],
  ['d', 'the doctor examines the run; again: hide and show what it finds'],
  ['left, right', 'the page before, the next page; PageUp and PageDown too'],
  [`1 .. ${VIEWS.length}`, VIEWS.join(', ')],
  ['c, o', 'neurons: weights or their change; by influence or by number'],
  ['Tab, Shift-Tab', 'the next view, the view before'],
  ['?', 'this help and a glossary; Escape closes it'],
  ['q, Ctrl-C', 'finish the mini-batch, save, and leave'],
  ['Ctrl-Z', 'suspend; the command fg of the shell goes on'],
  ['any other key', `leaves a run that is over; 1 .. ${VIEWS.length}, Tab, arrows, ?, d, x look on`],
]

const MEANINGS: Readonly<Record<ViewName, string>> = {
  overview:
    'accuracy and cost after each epoch (faint: an earlier run), of mini-batches; with augmentation, the images shown last; at the end the result',
  confusion: 'how often each class was predicted as each other one; recall to the right, precision below',
  mistakes: 'the misclassified examples, the worst first, with the scores of prediction and label',
  neurons: 'the weights into each hidden neuron, or their change',
  health: 'whether the network learns, by which evidence, and what to do if not; the layers, the classes',
  log: 'the events so far: epochs, findings and their ends, changes of eta, files',
  example: 'one example on its way through the network; the arrows take another',
}

/** In the order of the alphabet, in words that need no other entry first. */
const GLOSSARY: readonly Entry[] = [
  ['accuracy', 'Share of the examples whose label is predicted.'],
  ['activation', 'Output of a neuron. That of a sigmoid lies between 0 and 1.'],
  ['Adam', 'Optimiser that gives each weight a step of its own size, whatever the size of its gradient.'],
  ['augment', 'Training on images that are moved, turned or bent a little, as if there were more.'],
  ['bias', 'Number that a neuron adds to its weighted sum. The larger it is, the easier the neuron fires.'],
  ['cost', 'How far the outputs are from the wanted ones. Training makes it smaller.'],
  ['cross-entropy', 'Cost whose gradient does not vanish where outputs are certain and wrong.'],
  ['decay', 'Makes all weights smaller in each step, by l1 or l2: against overfitting.'],
  ['dropout', 'Leaves out some neurons by chance for each example: against overfitting.'],
  ['epoch', 'One pass through all training examples. The first one has the number 0.'],
  [
    'eta',
    'Learning rate: how far a step follows the gradient. Too large, it overshoots; too small, nothing moves.',
  ],
  ['gradient', 'How much the cost changes with each weight and bias. Training steps against it.'],
  ['label', 'Class that an example really is of.'],
  ['mini-batch', 'The few examples whose gradients make one step.'],
  ['momentum', 'Steps that keep a part of the step before, as a ball that rolls.'],
  ['overfitting', 'Learning the training examples by heart: on others the accuracy rises no more.'],
  ['precision', 'Share of the predictions of a class that are correct.'],
  ['recall', 'Share of the examples of a class that are predicted correctly.'],
  [
    'relu',
    'Activation function: 0 below 0, and the weighted sum itself above. Dead, if it is 0 for every example.',
  ],
  ['saturated', 'So near to an end of the activation function that hardly any gradient passes.'],
  ['schedule', 'Plan by which eta changes in the course of the run.'],
  ['softmax', 'Outputs that add up to 1, so that they read as probabilities.'],
  ['stuck', 'Saturated for every example: such a neuron tells nothing, and hardly learns.'],
  ['test', 'Examples that judge the result, and decide nothing.'],
  [
    'update/weight',
    'Size of a step as a part of the weights: 0.001 or so is usual, 0.00001 is a standstill.',
  ],
  ['validation', 'Examples to choose by, such as the best epoch. The network is not trained on them.'],
  ['weight', 'Strength of a connection: how much a neuron cares for an input.'],
]

const NAMES = 16

/** All keys, what the views show, and words that they use; page by page. */
export function HelpView(props: ViewProps): ReactNode {
  const { state, theme, columns, rows } = props
  const pages = helpPages(props)
  const page = pageAt(state.pages.help, pages.length)
  const label = pages.length > 1 ? `   page ${page + 1} of ${pages.length}: arrows left and right` : ''
  const lines = [
    lineOf(
      [
        ['title', 'Help'],
        ['key', label],
      ],
      columns,
      theme,
    ),
    ...(pages[page] ?? []),
  ]
  return <Lines lines={Array.from({ length: rows }, (_, row) => lines[row] ?? lineOf([], columns, theme))} />
}

/** Whether there is more than one page of help in so much room. */
export function hasHelpPages(props: ViewProps): boolean {
  return helpPages(props).length > 1
}

function helpPages({ state, theme, columns, rows }: ViewProps): string[][] {
  const blockOf = ([name, meaning]: Entry, title?: string): Block => {
    const spans: Span[][] = wrapText(meaning, Math.max(1, columns - NAMES)).map((line, i) => [
      ['key', (i === 0 ? name : '').padEnd(NAMES)],
      line,
    ])
    const titled: Span[][] = title === undefined ? spans : [[['title', title]], ...spans]
    return { head: [], lines: titled.map(line => lineOf(line, columns, theme)) }
  }
  const sections: readonly (readonly [title: string, entries: readonly Entry[]])[] = [
    ['Keys', KEYS],
    ['Views', viewsOf(state)],
    ['Glossary', GLOSSARY],
  ]
  const blocks = sections.flatMap(([title, entries]) =>
    entries.map((entry, i) => blockOf(entry, i === 0 ? title : undefined)),
  )
  return pagesOf(blocks, rows - 1)
}

function viewsOf(state: DashboardState): Entry[] {
  return VIEWS.map(view => {
    const how = view === 'neurons' ? `, as ${hasPictures(state) ? 'pictures' : 'bars'}` : ''
    return [view, `${MEANINGS[view]}${how}`]
  })
}

/** Whether the inputs are pictures, as far as is known. */
function hasPictures({ started, loaded }: DashboardState): boolean {
  const [inputs] = started?.spec.sizes ?? []
  return inputs === undefined || pictureSize(inputs, loaded?.cols) !== undefined
}
