import { fieldText, type Outcome, type Plan, verdictOf } from '@gradus/study'
import { render } from 'ink-testing-library'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { ASCII, COLOURED, PLAIN, readFrame } from '../../../test/frames.ts'
import { type Followed, followed, pointsPlan, trainAll } from '../../../test/studies.ts'
import { Root } from '../../terminal/full-screen.tsx'
import { type Theme, themeFor } from '../../terminal/theme.ts'
import { StudyState } from '../study-state.ts'
import { initialLook, type Look, lookAfter, studyActionOf, VIEWS } from './look.ts'
import { StudyView, trialsOnScreen } from './study-view.tsx'

const SIZES = [
  [40, 10],
  [60, 14],
  [80, 24],
  [100, 30],
  [120, 40],
  [200, 60],
] as const
const THEMES = {
  plain: PLAIN,
  ASCII,
  'true colour': COLOURED,
  '16 colours': themeFor({ unicode: true, depth: 4 }),
}
const PLACES = SIZES.flatMap(([columns, rows]) =>
  Object.entries(THEMES).map(
    ([name, theme]) => [`${columns} x ${rows}, ${name}`, { columns, rows, theme }] as const,
  ),
)

interface Place {
  readonly columns: number
  readonly rows: number
  readonly theme: Theme
}

const USUAL: Place = { columns: 120, rows: 40, theme: PLAIN }
const SMALL: Place = { columns: 80, rows: 24, theme: PLAIN }
const LONG_NAME = 'a name that is so long that no line has room for it, 数字の研究 and more words after that'

let plan: Plan
let outcomes: readonly Outcome[]
let mixed: Plan
let mixedOutcomes: readonly Outcome[]
beforeAll(async () => {
  plan = pointsPlan(['eta=0.01..100', 'hidden=4,8,16x4'])
  outcomes = await trainAll(plan)
  mixed = pointsPlan(['eta=0.1,1,1e200', 'l2=0..5', 'miniBatchSize=5..20'], { seeds: 2 })
  mixedOutcomes = await trainAll(mixed)
})

function read({ state }: Followed, look: Partial<Look> = {}, place: Place = USUAL): string[] {
  const { columns, rows, theme } = place
  const view = <StudyView study={state.snapshot()} look={{ ...initialLook, ...look }} {...place} />
  const lines = readFrame(view, columns, rows)
  if (!theme.unicode) for (const line of lines) expect(line).toMatch(/^[ -~]*$/)
  return lines
}

/** A study with its end told. */
function ended(given: Partial<Parameters<StudyState['end']>[0]> = {}): Followed {
  const study = followed(plan, outcomes)
  const verdict = verdictOf(study.course)
  if (!verdict) throw new Error('expected a winner')
  const { winner } = verdict
  study.state.end({
    ...verdict,
    test: { correct: 87, total: 120 },
    sha256: winner.sha256[0] ?? '',
    command:
      'gradus train --spec /home/ada/.local/share/gradus/runs/studies/points/winner.json --out winner.safetensors',
    folder: '/home/ada/.local/share/gradus/runs/studies/points',
    ...given,
  })
  return study
}

describe.each(PLACES)('%s', (_, place) => {
  test.each(VIEWS)('the view %s fits at every moment', view => {
    for (const count of [0, 21]) read(followed(plan, outcomes, count), { view }, place)
    read(followed(mixed, mixedOutcomes, 50), { view }, place)
    read(ended(), { view }, place)
  })

  test('the help, and a long name', () => {
    for (let page = 0; page < 4; page++) read(followed(plan, outcomes, 7), { help: true, page }, place)
    const name = place.theme.unicode ? LONG_NAME : LONG_NAME.replace('数字の研究', 'digits')
    read(followed(plan, outcomes, 7, name), {}, place)
  })
})

test('a terminal that is too small is told so, in as much as there is room for', () => {
  for (const [columns, rows] of [
    [39, 10],
    [40, 9],
    [20, 5],
    [3, 1],
  ] as const) {
    const text = read(followed(plan, outcomes, 7), {}, { columns, rows, theme: PLAIN }).join(' ')
    if (columns > 30) expect(text).toContain('A study needs 40 x 10 characters')
  }
})

describe('the head', () => {
  test('tells the plan in words, the rung, the best, the workers and the clocks', () => {
    const study = followed(plan, outcomes, 21)
    const { best } = study.state.snapshot()
    const [first, second, rung, bestLine, clocks] = read(study)
    expect(first).toBe(
      'points   eta 0.01..100   hidden 4, 8, 16x4   18 trials, rungs 1, 3, 9 epochs, Sobol, seed 0   150 training, 120 validation'.slice(
        0,
        first?.length,
      ),
    )
    expect(second).toMatch(/validation/)
    expect(rung).toMatch(/^Rung 2 of 3 {2}66 % ━+─+ {2}3 of 6 trials trained for 3 epochs$/)
    expect(bestLine).toBe(
      `Best so far ${(100 * (best?.accuracy ?? 0)).toFixed(2)} % on validation data after 3 epochs: ${study.course.trials.text(best?.trial ?? 0)} (trial ${best?.trial})`,
    )
    expect(clocks).toMatch(/^2 of 2 cores busy {3}about \d+:\d\d left {3}0:22 elapsed$/)
  })

  test('counts runs where a trial has several', () => {
    expect(read(followed(mixed, mixedOutcomes, 40)).join('\n')).toMatch(
      /\d+ of \d+ runs trained for 3 epochs/,
    )
    expect(read(followed(mixed, mixedOutcomes, 0)).join('\n')).toContain('seed 0, 2 runs a trial')
  })

  test('tells nothing that is not known', () => {
    const study = followed(plan, outcomes, 0)
    const state = new StudyState(study.course, { name: 'new', threads: 2, now: () => 0 })
    const text = read({ ...study, state }).join('\n')
    expect(text).toContain('Best so far: not known yet')
    expect(text).toContain('0 of 2 cores busy   0:00 elapsed')
  })
})

describe('the trials', () => {
  test('stand in their order, with values, curve, rungs, accuracy and standing', () => {
    const study = followed(plan, outcomes, 21)
    const rows = study.course.ranking()
    const lines = read(study)
    const top = lines.findIndex(line => line.startsWith(' trial'))
    expect(lines[top]).toMatch(/^ trial +eta +hidden {2}by epoch {3}rungs {2}accuracy {2}standing$/)
    const shown = lines.slice(top + 1, top + 1 + rows.length)
    expect(shown.map(line => Number(/^[▸ ] +(\d+)/.exec(line)?.[1]))).toEqual(rows.map(({ trial }) => trial))
    // Numbers have their points below each other.
    expect(new Set(shown.map(line => line.indexOf('.'))).size).toBe(1)
    expect(shown.filter(line => line.includes('3 epochs done'))).toHaveLength(3)
    expect(shown.filter(line => /epoch \d on thread [01]$/.test(line))).toHaveLength(2)
    expect(shown.filter(line => line.endsWith('on to 3 epochs'))).toHaveLength(1)
    expect(shown.filter(line => line.endsWith('dropped'))).toHaveLength(12)
    expect(shown.find(line => line.endsWith('3 epochs done'))).toMatch(/ [▁-▇]{3} +●●○ +\d/)
    expect(shown.find(line => line.includes('on thread'))).toMatch(/ [▁-▇]{2} +●◐○ +\d/)
    expect(shown.find(line => line.endsWith('dropped'))).toMatch(/ [▁-▇] +●·· +\d/)
  })

  test('that wait, diverged and finished are said to', () => {
    expect(read(followed(plan, outcomes, 3)).filter(line => /○○○ +- {2}waiting$/.test(line))).toHaveLength(13)
    const diverged = read(followed(mixed, mixedOutcomes)).filter(line => line.endsWith('diverged'))
    expect(diverged.length).toBeGreaterThan(0)
    for (const line of diverged) expect(line).toMatch(/×·· +- {2}diverged$/)
    const finished = read(followed(plan, outcomes)).filter(line => line.endsWith('finished'))
    expect(finished).toHaveLength(2)
    for (const line of finished) expect(line).toMatch(/ [▁-▇]{9} +●●● /)
  })

  test('are a window around the chosen one, where there are more than rows', () => {
    const study = followed(plan, outcomes, 20)
    const rows = study.course.ranking()
    const place = { columns: 80, rows: 16, theme: PLAIN }
    const trialsOf = (look: Partial<Look>): number[] =>
      read(study, look, place)
        .flatMap(line => /^[▸ ] +(\d+) {2}/.exec(line)?.[1] ?? [])
        .map(Number)
    const shown = trialsOf({})
    expect(shown).toEqual(rows.slice(0, shown.length).map(({ trial }) => trial))
    const [middle, last] = [rows[9]?.trial, rows.at(-1)?.trial]
    expect(trialsOf({ trial: middle })).toContain(middle)
    expect(trialsOf({ trial: middle }).indexOf(middle ?? -1)).toBe(Math.floor(shown.length / 2))
    expect(trialsOf({ trial: middle })).toHaveLength(shown.length)
    expect(trialsOf({ trial: last })).toEqual(rows.slice(-shown.length).map(({ trial }) => trial))
    expect(read(study, { trial: middle }, place).find(line => line.startsWith('▸'))).toContain(` ${middle}  `)
  })

  test('have what is most wanted on a narrow terminal', () => {
    const lines = read(followed(plan, outcomes, 21), {}, { columns: 40, rows: 12, theme: PLAIN })
    expect(lines).toContainEqual(expect.stringMatching(/^ trial +eta hidden accuracy standing$/))
    expect(lines).toContainEqual(expect.stringMatching(/^▸ +\d+ +[\d.]+ +[\dx]+ +\d+\.\d\d % done$/))
  })
})

test('names of fields are cut where three of them need the room', () => {
  const lines = read(followed(mixed, mixedOutcomes, 50), {}, { columns: 44, rows: 12, theme: PLAIN })
  expect(lines).toContainEqual(expect.stringMatching(/^ trial +eta min… +l2 accuracy standing$/))
})

describe('the map', () => {
  test('has the best trial of each cell, and the best of all in brackets', () => {
    const study = followed(plan, outcomes, 21)
    const lines = read(study, { view: 'map' })
    const { best } = study.state.snapshot()
    expect(lines.find(line => line.startsWith('Map'))).toBe(
      'Map  best accuracy % by eta (log) across, hidden up',
    )
    const bests = lines.filter(line => /\[\d+\./.test(line))
    expect(bests).toHaveLength(1)
    expect(bests[0]).toContain(`[${(100 * (best?.accuracy ?? 0)).toFixed(2)}]█`)
    expect(lines.some(line => /^ +4 /.test(line))).toBe(true)
    expect(lines.some(line => /^ *16x4 /.test(line))).toBe(true)
    expect(lines.find(line => line.includes('the best'))).toMatch(/^\d+\.\d\d % {4}░ ▒ ▓ █ \d+\.\d\d % {3}/)
  })

  test('shows the best of the trials that share a cell', () => {
    const study = followed(plan, outcomes, 21)
    const place = { columns: 40, rows: 16, theme: PLAIN }
    const lines = read(study, { view: 'map' }, place)
    const rows = study.course.ranking()
    for (const hidden of ['4', '8', '16x4']) {
      const best = rows.find(({ values: [, layers] }) => layers !== undefined && fieldText(layers) === hidden)
      const band = lines.find(line => line.startsWith(hidden.padStart(4)))
      expect(band).toContain((100 * (best?.accuracy ?? 0)).toFixed(2))
      expect(band?.match(/\d\.\d/g)?.length).toBeLessThan(5)
    }
  })

  test('shows other fields, choices in columns', () => {
    const lines = read(followed(plan, outcomes, 21), { view: 'map', across: 1, up: 0 })
    expect(lines.find(line => line.startsWith('Map'))).toContain('hidden across, eta (log) up')
    expect(lines.some(line => /^ +4 +8 +16x4$/.test(line))).toBe(true)
    const labels = lines.flatMap(line => /^ *([\d.]+) {2,}/.exec(line)?.[1] ?? []).map(Number)
    const values = labels.slice(1)
    expect(values).toEqual(values.toSorted((a, b) => b - a))
  })

  test('has signs for trials that wait and that diverged', () => {
    expect(read(followed(plan, outcomes, 3), { view: 'map' }).join('\n')).toMatch(/ · /)
    expect(read(followed(mixed, mixedOutcomes), { view: 'map' }).join('\n')).toMatch(/ × /)
  })

  test('is a curve over one field of numbers, and bars over choices', async () => {
    const one = pointsPlan(['eta=0.01..100'])
    const curve = read(followed(one, await trainAll(one)), { view: 'map' }).join('\n')
    expect(curve).toMatch(/Accuracy by eta .*● best/)
    expect(curve).toMatch(/0\.02 +0\.05 +0\.1 /)
    const choices = pointsPlan(['activation=relu,tanh,sigmoid'], { trials: 3 })
    const bars = read(followed(choices, await trainAll(choices)), { view: 'map' })
    for (const name of ['relu', 'tanh', 'sigmoid'])
      expect(bars).toContainEqual(expect.stringMatching(new RegExp(`^${name} +[━─]+ +\\d+\\.\\d\\d %$`)))
  })
})

test('one trial: its Spec beside that of the plan, its hash, and its curve beside that of the best', () => {
  const study = followed(plan, outcomes)
  const row = study.course.ranking()[1]
  const lines = read(study, { view: 'trial', trial: row?.trial })
  const text = lines.join('\n')
  expect(text).toMatch(new RegExp(`Trial ${row?.trial} {3}place 2 of 18 {3}\\d+\\.\\d\\d % {3}finished`))
  expect(text).toMatch(new RegExp(`eta +${row?.values[0]} {3}instead of 1`))
  expect(text).toContain(`After 9 epochs: ${(100 * (row?.accuracy ?? 0)).toFixed(2)} %`)
  expect(text).toContain(`sha256 ${row?.sha256[0]?.slice(0, 16)}`)
  expect(text).toContain(`the best, trial ${study.course.ranking()[0]?.trial}`)
  expect(lines.some(line => /[\u2800-\u28FF]{3}/.test(line))).toBe(true)
})

test('one trial of several runs: each of them', () => {
  const study = followed(mixed, mixedOutcomes)
  const text = read(study, { view: 'trial' }).join('\n')
  expect(text).toMatch(/Run 0 after 9 epochs: .* %/)
  expect(text).toMatch(/Run 1 after 9 epochs: .* %/)
})

describe('a study on a queue', () => {
  function queued(): Followed {
    const study = followed(plan, outcomes, 18)
    const state = new StudyState(study.course, { name: 'machines', now: () => 0 })
    const next = outcomes.slice(18, 20)
    for (const [i, job] of next.entries()) state.take({ type: 'begun', job, worker: `machine-${i}` })
    state.take({ type: 'begun', job: { trial: 0, seed: 0, rung: 1 }, worker: 'ラボの計算機' })
    state.take({ type: 'given-back', job: { trial: 0, seed: 0, rung: 1 }, worker: 'ラボの計算機' })
    return { ...study, state }
  }

  test('names its workers, and those that wait', () => {
    const lines = read(queued(), { view: 'workers' })
    expect(lines.join('\n')).toContain('2 of 3 workers busy')
    expect(lines).toContainEqual(
      expect.stringMatching(/^machine-0 +0 jobs done {3}trial \d+: 0 of 2 epochs$/),
    )
    expect(lines).toContainEqual(expect.stringMatching(/^ラボの計算機 +0 jobs done {3}waits$/))
  })

  test('tells of the connection for as long as it is lost, in every view', () => {
    const study = queued()
    study.state.take({ type: 'lost', message: 'connect ECONNREFUSED 127.0.0.1:6379' })
    for (const view of VIEWS) {
      const text = read(study, { view }, SMALL).join('\n')
      expect(text).toContain('The queue is out of reach')
      expect(text).toMatch(/4 workers(?: ▲|\])/)
    }
    expect(read(study, { view: 'workers' }).join('\n')).toContain('ECONNREFUSED 127.0.0.1:6379')
    study.state.take({ type: 'back' })
    const text = read(study, { view: 'workers' }).join('\n')
    expect(text).not.toContain('out of reach')
    expect(text).toContain('The queue is back')
  })
})

describe('the end', () => {
  test('names the winner, its command and its accuracies', () => {
    for (const place of [SMALL, USUAL]) {
      const lines = read(ended(), { view: 'result' }, place)
      const text = lines.join('\n')
      const words = lines.map(line => line.trim()).join(' ')
      expect(text).toMatch(/Winner: trial \d+ of 18, eta [\d.]+, hidden [\dx]+/)
      expect(text).toMatch(/Validation: \d+\.\d\d % of 120/)
      expect(text).toContain('Test: 87 / 120 (72.50 %), looked at this once')
      expect(words).toMatch(/gradus train --spec \S+winner\.json --out winner\.safetensors/)
      expect(text).toMatch(/sha256 [\da-f]{64}/)
      expect(text).toContain('/home/ada/.local/share/gradus/runs/studies/points')
      expect(lines.at(-1)).toMatch(/^q leave/)
    }
  })

  test('says whether the lead may be chance', () => {
    expect(read(ended({ isNoise: true }), { view: 'result' }).join('\n')).toMatch(
      /Within the noise of the second, trial \d+ \(\d+\.\d\d %\)/,
    )
    expect(read(ended({ isNoise: false }), { view: 'result' }).join('\n')).toMatch(
      /Ahead of the second, trial \d+ \(\d+\.\d\d %\) by more than noise/,
    )
  })

  test('without test data', () => {
    expect(read(ended({ test: undefined }), { view: 'result' }).join('\n')).toContain(
      'There are no test data',
    )
  })

  test('of a study that was stopped, whose trials diverged, and while the winner is judged', async () => {
    const stopped = followed(plan, outcomes, 7)
    stopped.state.stop()
    expect(read(stopped).at(-1)).toBe('Stopping; Ctrl-C again quits at once')
    stopped.state.end()
    expect(read(stopped, { view: 'result' }).join('\n')).toContain('The study was stopped before its end')
    const hopeless = pointsPlan(['eta=1e200,1e201'], { trials: 2 })
    const diverged = followed(hopeless, await trainAll(hopeless))
    diverged.state.end()
    expect(read(diverged, { view: 'result' }).join('\n')).toContain('Every trial diverged')
    const judging = followed(plan, outcomes)
    judging.state.judge()
    expect(read(judging, { view: 'result' }).join('\n')).toContain('being evaluated on the test data')
  })
})

test('the same words with and without colours', () => {
  for (const view of ['trials', 'trial', 'workers', 'result'] as const) {
    const [plain, coloured] = [PLAIN, COLOURED].map(theme =>
      read(followed(plan, outcomes, 21), { view }, { ...USUAL, theme })
        .join('\n')
        .replaceAll(/[⠀-⣿ ]+/g, ' '),
    )
    expect(coloured).toBe(plain)
  }
})

describe('keys, as terminals send them', () => {
  let app: ReturnType<typeof render> | undefined
  afterEach(() => app?.unmount())

  test('choose a trial, show it, and go on to the map', async () => {
    const { state, course } = followed(plan, outcomes, 21)
    let look = initialLook
    const root = () => (
      <Root
        view={columns => (
          <StudyView study={state.snapshot()} look={look} columns={columns} rows={24} theme={PLAIN} />
        )}
        onKey={(input, key) => {
          const action = studyActionOf(input, key)
          const study = state.snapshot()
          const page = trialsOnScreen({ study, look, columns: 100, rows: 24, theme: PLAIN })
          if (action) look = lookAfter(look, action, study, page)
          app?.rerender(root())
        }}
        onStop={async () => {}}
        onContinue={() => {}}
      />
    )
    app = render(root())
    const second = course.ranking()[1]?.trial
    const shows = (text: string) => vi.waitUntil(() => app?.lastFrame()?.includes(text), { timeout: 30_000 })
    app.stdin.write('\u001B[B')
    await vi.waitUntil(() => look.trial === second, { timeout: 30_000 })
    app.stdin.write('\r')
    await shows(`Trial ${second}   place 2 of 18`)
    app.stdin.write('h')
    await shows('Map  best accuracy')
    app.stdin.write('\u001B[C')
    await shows('hidden across, eta (log) up')
    app.stdin.write('?')
    await shows('Help')
    app.stdin.write('1')
    await shows('standing')
  })
})
