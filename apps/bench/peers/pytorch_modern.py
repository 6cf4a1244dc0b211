"""PyTorch by the recipe `modern` without shifts, on one thread, until it reaches an accuracy; in two ways:

- `automatic`: as its tutorials train, nn.Linear and nn.ReLU, nn.CrossEntropyLoss, backward(), optim.SGD.
- `by-hand`: gradients and nesterov's steps in place, in one TorchScript function an epoch: the fastest found.

Weights are He's; CosineAnnealingLR changes eta, or the same formula. Either gathers an epoch's images at
once, in their shuffled order, and takes views of it: by index_select into a tensor that is kept, which takes
a fortieth of the time of x[order]. Denormal numbers are flushed to zero.
"""

import math
from typing import List

import torch
from mnist import JOB, blas, race, read_split
from torch import Tensor, nn

DTYPE = getattr(torch, JOB['precision'])
SIZES, BATCH, ETA, EPOCHS = JOB['sizes'], JOB['miniBatchSize'], JOB['eta'], JOB['epochs']
MOMENTUM = JOB['optimiser']['momentum']


@torch.jit.script
def learn_by_hand(
    xs: Tensor,
    ys: Tensor,
    batch: int,
    rate: float,
    mu: float,
    parameters: List[Tensor],
    velocities: List[Tensor],
):
    layers = len(parameters) // 2
    for x, y in zip(xs.split(batch), ys.split(batch)):
        activations = [x]
        for layer in range(layers):
            z = torch.addmm(parameters[2 * layer + 1], activations[-1], parameters[2 * layer])
            activations.append(z.relu_() if layer < layers - 1 else z.softmax(1))
        delta = activations[-1].sub_(y)
        for i in range(layers):
            layer = layers - 1 - i
            a, w, b = activations[layer], parameters[2 * layer], parameters[2 * layer + 1]
            previous = torch.ops.aten.threshold_backward(delta @ w.t(), a, 0) if layer > 0 else delta
            for nabla, number, v in (
                (a.t() @ delta, w, velocities[2 * layer]),
                (delta.sum(0), b, velocities[2 * layer + 1]),
            ):
                v.mul_(mu).sub_(nabla, alpha=rate)
                number.add_(v, alpha=mu).sub_(nabla, alpha=rate)
            delta = previous


class ByHand:
    def __init__(self):
        self.parameters = []
        for k, j in zip(SIZES, SIZES[1:]):
            w = torch.randn(k, j, dtype=DTYPE) * math.sqrt(2 / k)
            self.parameters += [w, torch.zeros(j, dtype=DTYPE)]
        self.velocities = [torch.zeros_like(numbers) for numbers in self.parameters]

    def learn(self, xs, labels, epoch):
        ys = nn.functional.one_hot(labels, SIZES[-1]).to(DTYPE)
        rate = ETA * (1 + math.cos(math.pi * epoch / EPOCHS)) / 2 / BATCH
        learn_by_hand(xs, ys, BATCH, rate, MOMENTUM, self.parameters, self.velocities)

    def __call__(self, x):
        for layer in range(0, len(self.parameters), 2):
            x = torch.addmm(self.parameters[layer + 1], x, self.parameters[layer])
            x = x.relu_() if layer < len(self.parameters) - 2 else x
        return x


class Automatic:
    def __init__(self):
        linear = [nn.Linear(k, j, dtype=DTYPE) for k, j in zip(SIZES, SIZES[1:])]
        for layer in linear:
            nn.init.kaiming_normal_(layer.weight, nonlinearity='relu')
            nn.init.zeros_(layer.bias)
        modules = [module for layer in linear for module in (layer, nn.ReLU())]
        self.model = nn.Sequential(*modules[:-1])
        self.cost = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=ETA, momentum=MOMENTUM, nesterov=True)
        self.schedule = torch.optim.lr_scheduler.CosineAnnealingLR(self.optimizer, T_max=EPOCHS)

    def learn(self, xs, labels, _):
        for x, y in zip(xs.split(BATCH), labels.split(BATCH)):
            self.optimizer.zero_grad()
            self.cost(self.model(x), y).backward()
            self.optimizer.step()
        self.schedule.step()

    def __call__(self, x):
        return self.model(x)


def main():
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(JOB['seed'])
    (x, labels), (validation, wanted) = [map(torch.from_numpy, part) for part in read_split()]
    network = ByHand() if JOB['gradients'] == 'by-hand' else Automatic()

    shuffled = torch.empty_like(x)

    def learn(epoch):
        order = torch.randperm(len(x))
        torch.index_select(x, 0, order, out=shuffled)
        network.learn(shuffled, labels[order], epoch)

    def correct():
        with torch.no_grad():
            return int((network(validation).argmax(1) == wanted).sum())

    race(learn, correct, {'PyTorch': f'{torch.__version__} with {blas()}'})


if __name__ == '__main__':
    main()
