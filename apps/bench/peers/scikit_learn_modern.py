"""scikit-learn's MLPClassifier by the recipe `modern` without shifts, on one thread, until it is accurate.

Relu, softmax, nesterov, mini-batches and eta are the recipe's; no decay. Its weights are Glorot's, uniform:
it has no others. It has no cosine either: each epoch is one call of partial_fit, before which its optimiser
gets the epoch's eta. The images are float32, and so is all that it computes.
"""

import math

import numpy as np
import sklearn
from mnist import JOB, blas, race, read_split
from sklearn.neural_network import MLPClassifier


def main():
    (x, labels), (validation, wanted) = read_split()
    eta, epochs = JOB['eta'], JOB['epochs']
    model = MLPClassifier(
        hidden_layer_sizes=JOB['sizes'][1:-1],
        activation='relu',
        solver='sgd',
        alpha=0,
        batch_size=JOB['miniBatchSize'],
        learning_rate_init=eta,
        momentum=JOB['optimiser']['momentum'],
        nesterovs_momentum=True,
        random_state=JOB['seed'],
    )

    def learn(epoch):
        if epoch > 0:
            model._optimizer.learning_rate = eta * (1 + math.cos(math.pi * epoch / epochs)) / 2
        model.partial_fit(x, labels, classes=range(10) if epoch == 0 else None)

    versions = {'scikit-learn': f'{sklearn.__version__} on NumPy {np.__version__} with {blas()}'}
    race(learn, lambda: int(np.sum(model.predict(validation) == wanted)), versions)


if __name__ == '__main__':
    main()
