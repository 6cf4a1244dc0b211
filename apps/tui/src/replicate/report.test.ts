import { expect, test } from 'vitest'
import { evaluationOf, IMAGES, outcomeOf, page } from '../../test/outcomes.ts'
import { experimentOf } from './page.ts'
import { openingOf, reportOf, summaryOf } from './report.ts'
import { resultOf } from './verdict.ts'

const reportLines = (outcome: Parameters<typeof resultOf>[0], columns = 80) =>
  reportOf(resultOf(outcome), { ...page, columns }).split('\n')

test('an experiment with its figures beside those of NumPy and of the article', () => {
  const lines = reportLines(outcomeOf('baseline', experimentOf('baseline').numpy.with(29, 9362)))
  expect(lines.slice(1, 10)).toEqual([
    'baseline: 784-15-10, eta 3',
    'Fifteen hidden neurons learn to predict more than nine digits in ten correctly.',
    '',
    'epoch  Gradus  NumPy  article         known range',
    '    0    8909   8909     8881   inside 8806..8909',
    '    1    9059   9059     9080',
    '    2    9177   9177     9144',
    '    3    9162   9162',
    '    4    9196   9196',
  ])
  expect(lines).toContain('   29    9362   9361     9361  OUTSIDE 9280..9361')
  expect(lines).toContain('Weights: sha256 ab12')
})

test('where every machine has to get the same, each epoch has a verdict', () => {
  const lines = reportLines(outcomeOf('too-slow', [816, 1041, 1217, 1351]))
  expect(lines.slice(lines.indexOf('') + 5, -1).join('\n')).toContain(
    [
      'epoch  Gradus  NumPy  article  verdict',
      '    0     816    816      816   agrees',
      '    1    1041   1040     1040  DIFFERS',
      '    2    1217   1217     1217   agrees',
      '    3    1351   1351            agrees',
    ].join('\n'),
  )
})

test('digits that are hardly predicted have a column', () => {
  const evaluations = [
    evaluationOf(7455, { 3: 4, 6: 3 }),
    evaluationOf(8672, { 3: 0 }),
    evaluationOf(9690),
    evaluationOf(958, { ...Array(10).fill(0), 6: 10_000 }),
  ]
  const lines = reportLines({ ...outcomeOf('wide', []), evaluations })
  const at = lines.findIndex(line => line.startsWith('epoch'))
  expect(lines.slice(at, at + 5)).toEqual([
    'epoch  Gradus  NumPy  article        known range  hardly predicted',
    '    0    7455   7459     7488  inside 7441..7488               3 6',
    '    1    8672   7622     7613                                    3',
    '    2    9690   7690     7655',
    '    3     958   7686                                     all but 6',
  ])
})

test('the run with scaled weights has a column, and its hash a line', () => {
  const scaled = { evaluations: [evaluationOf(9502)], images: IMAGES, sha256: 'cd34' }
  const evaluations = [evaluationOf(7455, { 3: 4, 6: 3 }), evaluationOf(8672)]
  const lines = reportLines({ ...outcomeOf('wide', []), evaluations, scaled })
  const at = lines.findIndex(line => line.startsWith('epoch'))
  expect(lines.slice(at, at + 3)).toEqual([
    'epoch  Gradus  NumPy  article        known range  scaled  hardly predicted',
    '    0    7455   7459     7488  inside 7441..7488    9502               3 6',
    '    1    8672   7622     7613                          -',
  ])
  expect(lines).toContain('Weights: sha256 ab12')
  expect(lines).toContain('Scaled:  sha256 cd34')
})

test("says where the article's text contradicts its transcripts", () => {
  const text = (name: 'baseline' | 'wide' | 'too-slow') => reportLines(outcomeOf(name, [])).join(' ')
  expect(text('baseline')).toContain(
    "The article's text has 9007 (90.07 %) in epoch 0 and 9348 (93.48 %) in epoch 29, against 8881 (88.81 %) and 9361 (93.61 %) in its own transcript: they come from different runs.",
  )
  expect(text('wide')).toContain(
    "The article's text has 8726 (87.26 %) in epoch 29, against 8747 (87.47 %) in its own transcript",
  )
  expect(text('too-slow')).not.toContain("The article's text")
})

test.each([80, 60, 40])('no line is longer than %d columns', columns => {
  const names = ['baseline', 'wide', 'too-slow', 'too-fast'] as const
  const results = names.map(name => resultOf(outcomeOf(name, experimentOf(name).numpy)))
  const small = { ...page, columns }
  const texts = [
    openingOf(names, 30, small),
    ...results.map(result => reportOf(result, small)),
    summaryOf(results, small),
  ]
  const lines = texts.flatMap(text => text.split('\n')).filter(line => !line.includes('sha256'))
  expect(lines.filter(line => line.length > columns)).toEqual([])
})

test('good news are green and bad news red', () => {
  const paint = (style: string, text: string): string => `<${style}>${text}</>`
  const report = reportOf(resultOf(outcomeOf('baseline', [8848, ...Array(28).fill(9300), 9999])), {
    ...page,
    paint,
  })
  expect(report).toContain('<bold>baseline: 784-15-10, eta 3</>\n')
  expect(report).toContain('  <red>OUTSIDE</> 9280..9361\n')
  expect(report).toContain('<green>Epoch 0: 8848 is inside the known range, 8806 to 8909.</>\n')
  expect(report).toContain('<red>Epoch 29: 9999 is OUTSIDE the known range, 9280 to 9361.</>\n')
})

test('the opening tells what the experiments asked for need', () => {
  const text = openingOf(['wide'], 30, page).replaceAll('\n', ' ')
  expect(text).toContain('seed 0, 30 epochs, all 60,000 training images of MNIST, mini-batches of 10')
  expect(text).toContain('moved by 1e-16')
  expect(text).toContain('less than a quarter of its share of the 10,000 test images')
  const other = openingOf(['too-slow'], 5, page).replaceAll('\n', ' ')
  expect(other).toContain('5 of 30 epochs')
  expect(other).not.toContain('chaotic')
})

test('the summary', () => {
  const results = [
    resultOf(outcomeOf('baseline', [8848])),
    resultOf(outcomeOf('wide', experimentOf('wide').numpy.with(0, 7500))),
    resultOf(outcomeOf('too-slow', [816, 1040, 1217, 1350])),
    resultOf({ ...outcomeOf('too-fast', []), problem: 'Layer 2 has a cost that is NaN.' }),
  ]
  expect(summaryOf(results, page).split('\n')).toEqual([
    '',
    'experiment  epoch  Gradus  NumPy  article                        verdict',
    'baseline        0    8848   8909     8881  inside the known range so far',
    'wide           29    8178   8178     8747        outside the known range',
    'too-slow        3    1350   1351        -            3 of 4 epochs agree',
    'too-fast        -       -      -        -                       diverged',
    '',
    '3 of 4 experiments do not agree with what is known: wide, too-slow and too-fast.',
    '',
  ])
  const good = [resultOf(outcomeOf('too-slow', experimentOf('too-slow').numpy))]
  expect(summaryOf(good, page)).toContain('30 of 30 epochs agree\n')
})
