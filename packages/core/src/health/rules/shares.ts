import { classFigures } from '../../confusion.ts'
import type { Rule } from '../rule.ts'
import { capital, count, percent } from '../wording.ts'
import { countsOf, FEWEST_EVALUATED, largest, rareClasses } from './classes.ts'

/** A class without training examples, which the network is tried on all the same. */
export const classMissing: Rule = {
  code: 'class-missing',
  find(observed) {
    const { profile } = observed
    const classes = observed.classesWithoutExamples(true)
    if (!profile || classes.length === 0) return undefined
    const [label, it] = classes.length === 1 ? ['this label', 'it'] : ['these labels', 'them']
    return {
      severity: 'alarm',
      problem: `The training data lack ${observed.namesOf(classes)}`,
      evidence: `none of the ${count(profile.examples, 'example')} has ${label}, so that the network learns never to predict ${it}, and others that it is tried on have`,
      remedy: `add examples of ${it} to the training data, or take those of ${it} out of the others`,
      classes,
    }
  },
  over: () => 'the training data have every class',
}

/** A class that occurs nowhere: a fact of the data, which does no harm. */
export const classUnused: Rule = {
  code: 'class-unused',
  find(observed) {
    const { profile, outputSize } = observed
    const classes = observed.classesWithoutExamples(false)
    if (!profile || classes.length === 0) return undefined
    // Labels that begin at 1 are the usual case: the first classes are all that is missing.
    const first = profile.classes.findIndex(examples => examples > 0)
    const isStart = first === classes.length
    const outputs = classes.length === 1 ? 'an output more' : `${classes.length} outputs more`
    return {
      severity: 'note',
      problem: `${capital(observed.namesOf(classes))} ${classes.length === 1 ? 'occurs' : 'occur'} nowhere`,
      evidence: `${isStart ? `labels begin at ${first}` : 'no example has such a label'}, so that the network has ${outputs} than it needs`,
      remedy: `this does no harm, and labels from 0 on without gaps would need ${outputSize - classes.length} outputs`,
      classes,
    }
  },
  over: () => 'every class occurs',
}

/** A class with less than this part of an even share of them is too rare to be learnt. */
const RAREST = 0.1
/** Recall below which a class is given up, and above which one is learnt. */
const GIVEN_UP = 0.1
const LEARNT = 0.5
/** Distance between the accuracy and the share of the largest class that is none. */
const NEAR = 0.02
/** Mini-batches before which a class may just come late. */
const LATEST_START = 1000

/** Rare classes are not predicted, since it costs little to leave them out. */
export const classesUnbalanced: Rule = {
  code: 'classes-unbalanced',
  find(observed) {
    const { profile, evaluation, miniBatches, finished, outputSize } = observed
    if (!profile || (miniBatches < LATEST_START && !finished)) return undefined
    const { predictions, answers } = countsOf(observed)
    const figures = classFigures({
      predictions,
      examples: answers,
      correct: evaluation?.correctPredictions ?? predictions,
    })
    const most = largest(profile.classes)
    const usual = profile.classes.indexOf(most)
    const recallOf = (c: number): number => figures[c].recall ?? 0
    const rare = rareClasses(profile).filter(c => answers[c] >= FEWEST_EVALUATED && recallOf(c) < GIVEN_UP)
    if (rare.length === 0 || recallOf(usual) < LEARNT) return undefined
    const total = answers.reduce((sum, examples) => sum + examples, 0)
    const blind = answers[usual] / total
    const accuracy = evaluation && evaluation.correct / evaluation.total
    const isBlind = accuracy !== undefined && accuracy < blind + NEAR
    const examples = rare.map(c => profile.classes[c])
    const isRarest = largest(examples) < (RAREST * profile.examples) / outputSize
    const each = rare.length === 1 ? '' : ' each at the most'
    return {
      severity: isBlind || isRarest ? 'alarm' : 'warning',
      problem: `The classes are unbalanced, and the network gives up ${observed.namesOf(rare)}`,
      evidence:
        `class ${observed.nameOf(usual)} has ${most.toLocaleString('en')} of ${count(profile.examples, 'training example')} and ` +
        `${rare.length === 1 ? 'it' : 'they'} ${largest(examples).toLocaleString('en')}${each}, with a recall of ${percent(largest(rare.map(recallOf)))}` +
        `${isBlind ? `, and the accuracy of ${percent(accuracy)} is what answering class ${observed.nameOf(usual)} alone would have (${percent(blind)})` : ''}`,
      remedy:
        'add examples of the rare classes, or repeat those that there are, and judge by the recall of each class instead of the accuracy',
      classes: rare,
    }
  },
  over: ({ classes = [] }, observed) =>
    `${observed.namesOf(classes)} ${classes.length === 1 ? 'is' : 'are'} predicted although rare`,
}
