"""scikit-learn's MLPClassifier on one thread: what comes nearest to the job there.

With an indicator matrix for labels its outputs are sigmoids, but its cost is the cross-entropy (which is cheaper by one product an
output), so that eta is 0.5. No momentum, no decay, shuffled, a mini-batch at a time; each epoch is one call of partial_fit.
"""

import json
import time

import numpy as np
import sklearn
from mnist import JOB, blas, read_scaled
from sklearn.neural_network import MLPClassifier


def main():
    x, labels = read_scaled('train')
    y = np.eye(10, dtype=int)[labels]
    model = MLPClassifier(
        hidden_layer_sizes=JOB['sizes'][1:-1],
        activation='logistic',
        solver='sgd',
        alpha=0,
        batch_size=JOB['miniBatchSize'],
        learning_rate_init=0.5,
        momentum=0,
        nesterovs_momentum=False,
        random_state=JOB['seed'],
    )
    seconds = []
    for epoch in range(JOB['epochs']):
        start = time.perf_counter()
        model.partial_fit(x, y, classes=range(10) if epoch == 0 else None)
        seconds.append(time.perf_counter() - start)
    x, labels = read_scaled('t10k')
    accuracy = float(np.mean(model.predict_proba(x).argmax(axis=1) == labels))
    versions = {'scikit-learn': f'{sklearn.__version__} on NumPy {np.__version__} with {blas()}'}
    print(json.dumps({'seconds': seconds, 'accuracy': accuracy, 'versions': versions}))


if __name__ == '__main__':
    main()
