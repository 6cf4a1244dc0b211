"""PyTorch on one thread, in two ways, by `gradients` of the job:

- `automatic`: as its tutorials train, nn.Linear and nn.Sigmoid, backward() and optim.SGD.
- `by-hand`: the four equations of backpropagation, in place, in one TorchScript function an epoch: the fastest that we found.

Either gathers an epoch's images at once, in their shuffled order, into the same memory each time, and takes views of it. Denormal
numbers are flushed to zero.
"""

import json
import time
from typing import List

import torch
from mnist import JOB, blas, read_scaled
from torch import Tensor, nn

DTYPE = getattr(torch, JOB['precision'])
SIZES, BATCH, RATE = JOB['sizes'], JOB['miniBatchSize'], JOB['eta'] / JOB['miniBatchSize']


@torch.jit.script
def learn_by_hand(xs: Tensor, ys: Tensor, batch: int, rate: float, weights: List[Tensor], biases: List[Tensor]):
    for x, y in zip(xs.split(batch), ys.split(batch)):
        activations = [x]
        for w, b in zip(weights, biases):
            activations.append(torch.addmm(b, activations[-1], w).sigmoid_())
        output = activations[-1]
        delta = torch.ops.aten.sigmoid_backward(output - y, output)
        for i in range(len(weights)):
            layer = len(weights) - 1 - i
            a, w = activations[layer], weights[layer]
            previous = torch.ops.aten.sigmoid_backward(delta @ w.t(), a) if layer > 0 else delta
            w.addmm_(a.t(), delta, alpha=-rate)
            biases[layer].sub_(delta.sum(0), alpha=rate)
            delta = previous


class ByHand:
    def __init__(self):
        gain = JOB['gain']
        layers = list(zip(SIZES, SIZES[1:]))
        self.weights = [torch.randn(k, j, dtype=DTYPE) * (1 if gain is None else gain * k**-0.5) for k, j in layers]
        self.biases = [torch.randn(j, dtype=DTYPE) for j in SIZES[1:]]

    def learn(self, xs, ys):
        learn_by_hand(xs, ys, BATCH, RATE, self.weights, self.biases)

    def __call__(self, x):
        for w, b in zip(self.weights, self.biases):
            x = torch.addmm(b, x, w).sigmoid_()
        return x


class Automatic:
    def __init__(self):
        linear = [nn.Linear(k, j, dtype=DTYPE) for k, j in zip(SIZES, SIZES[1:])]
        if JOB['gain'] is not None:
            for layer in linear:
                nn.init.normal_(layer.weight, std=JOB['gain'] * layer.in_features**-0.5)
        self.model = nn.Sequential(*[module for layer in linear for module in (layer, nn.Sigmoid())])
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=RATE)

    def learn(self, xs, ys):
        for x, y in zip(xs.split(BATCH), ys.split(BATCH)):
            self.optimizer.zero_grad()
            loss = ((self.model(x) - y) ** 2).sum() / 2
            loss.backward()
            self.optimizer.step()

    def __call__(self, x):
        return self.model(x)


def main():
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(JOB['seed'])
    x, labels = map(torch.from_numpy, read_scaled('train'))
    y = nn.functional.one_hot(labels, 10).to(DTYPE)
    network = ByHand() if JOB['gradients'] == 'by-hand' else Automatic()
    seconds = []
    xs, ys = torch.empty_like(x), torch.empty_like(y)
    for _ in range(JOB['epochs']):
        start = time.perf_counter()
        order = torch.randperm(len(x))
        network.learn(torch.index_select(x, 0, order, out=xs), torch.index_select(y, 0, order, out=ys))
        seconds.append(time.perf_counter() - start)
    x, labels = map(torch.from_numpy, read_scaled('t10k'))
    with torch.no_grad():
        accuracy = float((network(x).argmax(1) == labels).double().mean())
    versions = {'PyTorch': f'{torch.__version__} with {blas()}'}
    print(json.dumps({'seconds': seconds, 'accuracy': accuracy, 'versions': versions}))


if __name__ == '__main__':
    main()
