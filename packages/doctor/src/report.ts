import type { GivenSpec, Spec } from '@gradus/core'
import type { Answer, Question } from './question.ts'
import type { Count } from './trial.ts'

/** Accuracies of a setting, 0 .. 1. */
export interface Accuracy {
  readonly mean: number
  /** Standard deviation over the seeds; 0 of a single one. */
  readonly spread: number
  /** One a seed, the run's own first. */
  readonly seeds: readonly number[]
}

/** A training that can be repeated by a command. */
export interface Repeatable {
  /** The seed, epochs and training examples that its accuracy belongs to. */
  readonly seed: string
  readonly epochs: number
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
  readonly cure: Cure | undefined
}

/** A change that was tried. */
export interface Tried {
  readonly change: string
  readonly question: Question
  readonly accuracy: Accuracy
  /** Whether it cures, helps less than the cure, or does not help. */
  readonly effect: 'cures' | 'helps less' | 'does not help'
}

/** The answer to a question, with figures. */
export interface Answered {
  readonly question: Question
  readonly answer: Answer
  /** One sentence. */
  readonly sentence: string
}

/** A point of a small curve. */
export interface Point {
  readonly x: number
  /** 0 .. 1. */
  readonly accuracy: number
}

/** A diagnosis: a JSON value, the same on every machine. */
export interface Report {
  readonly status: 'healthy' | 'ill'
  /** The cause, how it shows, the cure with its accuracy, and what else was tried. */
  readonly sentence: string
  /** The run as it was given. */
  readonly spec: Spec
  /** The run as it is, at the length of the trials. */
  readonly base: Repeatable & { readonly accuracy: Accuracy }
  /** The whole run, where it was trained and is longer. */
  readonly whole: Repeatable | undefined
  readonly answers: readonly Answered[]
  readonly causes: readonly Cause[]
  readonly tried: readonly Tried[]
  /** Changes that cure in short runs, for which the budget did not pay to prove it on the whole run. */
  readonly undecided: readonly string[]
  /** Figures of the small experiments. */
  readonly experiments: {
    /** Training accuracy on ten examples a class. */
    readonly byHeart: number | undefined
    /** A short run as it is, without inputs, and with labels in another order. */
    readonly asItIs: number
    readonly withoutInputs: number | undefined
    readonly shuffled: number | undefined
    /** Accuracy by eta. */
    readonly etas: readonly Point[]
    /** Accuracy by the number of training examples, after equally many mini-batches. */
    readonly examples: readonly Point[]
    /** Learning rate of the best step from the first network along the gradient, and eta over it. */
    readonly step: { readonly best: number; readonly ratio: number } | undefined
    readonly widths: readonly { readonly change: string; readonly accuracy: number }[]
  }
  /** The work of the examination, in examples trained on. */
  readonly cost: { readonly trials: number; readonly spent: number; readonly budget: number }
}
