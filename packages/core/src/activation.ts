/** The name of an activation function, as options and model files give it. */
export type ActivationName = 'sigmoid'

/** All activation functions. */
export const ACTIVATIONS: readonly ActivationName[] = ['sigmoid']
