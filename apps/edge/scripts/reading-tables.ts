import { markdownTable } from '@gradus/testing/benchmarks'
import type { Figures, ModelFigures } from './reading-figures.ts'
import { GROUPS, type GroupName } from './reading-sets.ts'

/** Tables of two models' figures, in Markdown: of all groups, then of the sets of each. */
export function tablesOf(now: ModelFigures, before: ModelFigures): string {
  const groups = Object.keys(GROUPS).filter(isGroup)
  const tables = groups.map(
    group => `### ${GROUPS[group].title}\n\n${setTable(ofGroup(now, group), ofGroup(before, group))}`,
  )
  return [summary(groups, now, before), ...tables].join('\n\n')
}

const isGroup = (name: string): name is GroupName => Object.hasOwn(GROUPS, name)

function ofGroup({ sets }: ModelFigures, group: GroupName): Figures[] {
  return sets.filter(set => set.group === group)
}

function summary(groups: readonly GroupName[], now: ModelFigures, before: ModelFigures): string {
  const rows = groups.map(group => {
    const [own, old] = [ofGroup(now, group), ofGroup(before, group)]
    const digits = sumOf(own, 'total').toLocaleString('en')
    const goal = percent(GROUPS[group].goal)
    return [
      GROUPS[group].title,
      digits,
      goal,
      mean(old),
      mean(own),
      lowest(old),
      lowest(own),
      sure(old),
      sure(own),
    ]
  })
  const all = ['all', '', '', '', '', '', '', sure(before.sets), sure(now.sets)]
  const columns = [
    'correct before',
    'now',
    'lowest row before',
    'now',
    'wrong answers that were sure before',
    'now',
  ]
  return markdownTable(['', 'digits', 'goal', ...columns], [...rows, all])
}

function setTable(own: readonly Figures[], old: readonly Figures[]): string {
  const rows = own.map(set => {
    const known = old.filter(({ name }) => name === set.name)
    return [set.name, mean(known), mean([set])]
  })
  return markdownTable(['', 'before', 'now'], rows)
}

function sumOf(sets: readonly Figures[], count: 'total' | 'correct' | 'blank' | 'surelyWrong'): number {
  return sets.reduce((sum, set) => sum + set[count], 0)
}

function mean(sets: readonly Figures[]): string {
  return sets.length === 0 ? '' : percent(sumOf(sets, 'correct') / sumOf(sets, 'total'))
}

function lowest(sets: readonly Figures[]): string {
  return sets.length === 0 ? '' : percent(Math.min(...sets.map(({ correct, total }) => correct / total)))
}

/** Wrong answers with a high score, of all wrong answers: a blank picture has none. */
function sure(sets: readonly Figures[]): string {
  const wrong = sumOf(sets, 'total') - sumOf(sets, 'correct') - sumOf(sets, 'blank')
  const sureOnes = sumOf(sets, 'surelyWrong')
  return wrong === 0 ? '0 of 0' : `${sureOnes} of ${wrong} (${(100 * (sureOnes / wrong)).toFixed(0)} %)`
}

const percent = (part: number): string => `${(100 * part).toFixed(1)} %`
