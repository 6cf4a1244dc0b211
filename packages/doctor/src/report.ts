import type { GivenSpec, Spec } from '@gradus/core'
import type { FirstSteps } from './first-steps.ts'
import type { Answer, Question } from './question.ts'
import type { Sighting } from './sighting.ts'
import type { Step } from './step.ts'
import type { Count } from './trial.ts'

/** Accuracies of a setting, 0 .. 1. */
export interface Accuracy {
  /** Mean over the seeds. */
  readonly mean: number
  /** Standard deviation over the seeds; 0 of a single one. */
  readonly spread: number
  /** One a seed, the run's own first. */
  readonly seeds: readonly number[]
}

/** A training that can be repeated by a command. */
export interface Repeatable {
  /** The seed that its accuracy belongs to. */
  readonly seed: string
  /** Its epochs. */
  readonly epochs: number
  /** Its number of training examples. */
  readonly train: number
  /** Correct predictions on the validation data at its end. */
  readonly validation: Count
  /** Accuracy on the validation data after each epoch. */
  readonly curve: readonly number[]
  /** SHA-256 of its weights. */
  readonly sha256: string
}

/** A change that cures, and the training that shows it. */
export interface Cure extends Repeatable {
  /** In words, after "with": `eta = 3`. */
  readonly change: string
  /** The fields of the Spec with their new values. */
  readonly fields: Partial<GivenSpec>
  /** The flags of `gradus train` that make the change and give these epochs; undefined where data have to be made anew. */
  readonly flags: string | undefined
  /** Over several seeds. */
  readonly accuracy: Accuracy
}

/** A reason why a run learns badly, proved by its cure. */
export interface Cause {
  /** Questions that it answers by yes: two where only both changes together cure. */
  readonly questions: readonly Question[]
  /** Its name and how it shows, as a clause: `eta = 100 drives 99 % of the outputs into saturation`. */
  readonly clause: string
  /** The training that shows it; undefined where none was found, as for labels. */
  readonly cure: Cure | undefined
}

/** A change that was tried. */
export interface Tried {
  /** In words, after "with". */
  readonly change: string
  /** The question that it would answer. */
  readonly question: Question
  /** At the length of trials, or of more epochs where that is the change. */
  readonly accuracy: Accuracy
  /** Whether it cures, helps less than the cure, or does not help. */
  readonly effect: 'cures' | 'helps less' | 'does not help'
}

/** The answer to a question, with figures. */
export interface Answered {
  /** The question. */
  readonly question: Question
  /** Yes where a cure proves it, no where figures clear it. */
  readonly answer: Answer
  /** One sentence. */
  readonly sentence: string
}

/** A point of a small curve. */
export interface Point {
  /** A learning rate, or a number of examples. */
  readonly x: number
  /** 0 .. 1. */
  readonly accuracy: number
}

/** Hidden layers in place of those of the run. */
export interface Width {
  /** In words, after "with". */
  readonly change: string
  /** 0 .. 1. */
  readonly accuracy: number
}

/** A diagnosis: a JSON value, the same on every machine. */
export interface Report {
  /** Ill where there is a cause, a look shows a fault, or the run is no better than chance. */
  readonly status: 'healthy' | 'ill'
  /** The cause, how it shows, the cure with its accuracy, and what else was tried; then each fault that a look shows. */
  readonly sentence: string
  /** The run as it was given. */
  readonly spec: Spec
  /** The run as it is, at the length of the trials. */
  readonly base: Repeatable & {
    /** Over several seeds. */
    readonly accuracy: Accuracy
    /** Codes of the findings of its health at its end, the worst first. */
    readonly findings: readonly string[]
  }
  /** The whole run, where it was trained and is longer. */
  readonly whole: Repeatable | undefined
  /** Sightings of the look at data, Spec and first network, faults first. */
  readonly sightings: readonly Sighting[]
  /** The six questions in their order, and those on data and Spec where something is wrong. */
  readonly answers: readonly Answered[]
  /** Causes, the first one's cure the best. */
  readonly causes: readonly Cause[]
  /** Every change that was tried, in its order. */
  readonly tried: readonly Tried[]
  /** Changes that cure in short runs, for which the budget did not pay to prove it on the whole run. */
  readonly undecided: readonly string[]
  /** Figures of the small experiments. */
  readonly experiments: {
    /** Training accuracy on ten examples a class. */
    readonly byHeart: number | undefined
    /** Accuracy of a short run as it is. */
    readonly asItIs: number
    /** The same with inputs that are all 0: that of a guess. */
    readonly withoutInputs: number | undefined
    /** The same with labels in another order. */
    readonly shuffled: number | undefined
    /** Accuracy by eta. */
    readonly etas: readonly Point[]
    /** Accuracy by the number of training examples, after equally many mini-batches. */
    readonly examples: readonly Point[]
    /** The first step against the best one on its line; undefined of optimisers that do not step along the gradient. */
    readonly step: Step | undefined
    /** Saturation in its first mini-batches. */
    readonly firstSteps: FirstSteps
    /** Accuracy by hidden layers. */
    readonly widths: readonly Width[]
  }
  /** The work of the examination, in examples trained on. */
  readonly cost: {
    /** Trials that were done. */
    readonly trials: number
    /** Examples that they trained on. */
    readonly spent: number
    /** Examples that they might train on. */
    readonly budget: number
  }
}
