/** Numbers that the doctor decides by, in one place. They were chosen on set-ups that its table does not examine. */

/** Examples that an examination trains on by default: so many times those of the run, ... */
export const RUNS = 8
/** ... at most so many, ... */
export const MOST = 4_000_000
/** ... and at least so many: a small network trains on them in a second. */
export const LEAST = 400_000
/** Share of the budget that the whole run may take. */
export const WHOLE = 0.45
/** Runs that are kept back to train cures on all the data, where trials have to do with a share of them. */
export const RESERVE = 4
/** Trials of the usual length that the rest of the budget is to pay, ... */
export const TRIALS = 20
/** ... and shorter ones. */
export const SHORT_TRIALS = 16
/** Share of the training data on which the shorter experiments are done, ... */
export const SHORT = 1 / 4
/** ... unless so many examples are more. */
export const FEWEST = 500
/** Examples for validation by which the shorter experiments are judged. */
export const JUDGED = 2000

/** A cause betters validation accuracy by at least so much, ... */
export const GAIN = 0.02
/** ... and by so many standard errors, ... */
export const ERRORS = 2
/** ... and leaves at most this share of the errors. */
export const LEFT = 0.6
/** A cure is nearly as good as the best if it leaves at most so many times its errors: evidence then decides. */
export const NEARLY = 1.2
/** Suspects that are tried with other seeds, the best first. */
export const PROMISING = 3
/** Seeds of every figure that a cause rests on. */
export const SEEDS = 3

/** An eta is another one from this factor on. */
export const OTHER_ETA = 2
/** Ten examples a class are learned by heart where training accuracy has come so far from chance to all correct. */
export const BY_HEART = 0.3
/** Overfitting: the training accuracy is above the validation accuracy by more than most runs have that learn well. */
export const OVERFITTING = 0.08
/** Gain by the last doubling of epochs from which on more epochs are tried. */
export const RISING = 0.005
/** More epochs are tried: so many times those of the run, as many as the budget pays for, ... */
export const LONGER = [4, 2] as const
/** ... and so many of one that is far from learning. */
export const MUCH_LONGER = [16, ...LONGER] as const
/** A run may be no better than chance where it has come less than so far from it to all correct. */
export const CHANCE = 0.2
/** A run is far from learning where it has come less than so far from chance to all correct. */
export const FAR = 0.5
/** A single cure is far from all correct where it has come less than so far. */
export const CURED_ALONE = 0.9
/** Too few examples: the last doubling of them gains so much. A power law then promises as much by the next ones. */
export const MORE_EXAMPLES = 0.05
