/**
 * The six questions that a person has whose network does not learn (Nielsen's transcript of chapter 1 ends with them),
 * and the faults of data and Spec besides.
 */
export type Question =
  | 'start'
  | 'examples'
  | 'epochs'
  | 'architecture'
  | 'eta-too-high'
  | 'eta-too-low'
  | 'labels'
  | 'inputs'
  | 'regularisation'
  | 'spec'
  | 'parts'

/** The questions in words, in the order of the textbook; those on data and Spec come last. */
export const QUESTIONS: Readonly<Record<Question, string>> = {
  start: 'Are weights and biases initialised so that it is hard to learn?',
  examples: 'Is there too little training data?',
  epochs: 'Are there too few epochs?',
  architecture: 'Is this architecture unable to learn it?',
  'eta-too-high': 'Is the learning rate too high?',
  'eta-too-low': 'Is the learning rate too low?',
  labels: 'Are the labels wrong, missing or unbalanced?',
  inputs: 'Do the inputs have a form that is hard to learn from?',
  regularisation: 'Is it held back too much: by decay, dropout or changed images?',
  spec: 'Does the Spec ask for what cannot work?',
  parts: 'Do the parts of the data share examples?',
}

/** The answer to a question. */
export type Answer = 'yes' | 'no' | 'could not tell'
