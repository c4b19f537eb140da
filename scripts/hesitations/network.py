"""The network: standardised states, a projection, the frames around, one hidden layer, three classes; its training, its
calibration, and the file that the program reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scripts.hesitations.material import OTHER, Heard

CONTEXT = 20
"""Frames on each side: 0.4 s, in all 0.8 s."""

COMPONENTS = 96
HIDDEN = 160

EPOCHS = 10
STRETCH = 50
"""Frames (1 s) that are looked at together: neighbours share the projection."""

BATCH = 24
"""Stretches in a batch."""

RATE = 1.5e-3
DECAY = 1e-2
DROPPED = 0.25
"""Share of inputs left out in training, so that no single one is trusted: speech of people differs from this."""

SMOOTHED = 0.02
"""Of the certainty of each label: the borders of a filler are opinions."""

FAR = 0.4
"""Share of the stretches without any filler that one epoch sees; those with one are all seen."""


@dataclass(frozen=True)
class Recipe:
    """What is tried: `hidden` 0 is a linear classifier of the same frames; `learned`: the projection is trained too."""

    components: int = COMPONENTS
    hidden: int = HIDDEN
    context: int = CONTEXT
    epochs: int = EPOCHS
    dropped: float = DROPPED
    learned: bool = True
    seed: int = 0


Weights = dict[str, NDArray[Any]]
"""As the program reads them: mean (d), scale (d), components (k, d), w1 (context x k, h), b1 (h), w2 (h, 3), b2 (3),
context, temperature."""


def train(material: Heard, recipe: Recipe, say: Callable[[str], object] = print) -> Weights:
    """Weights of one network; the same each time on one machine."""
    import torch

    torch.manual_seed(recipe.seed)
    torch.use_deterministic_algorithms(True)
    mean, scale, components = _projection(material.states, recipe.components)
    states = torch.from_numpy(_standard(material.states, mean, scale))
    truth = torch.from_numpy(material.truth.astype(np.int64))
    model = _model(torch, recipe, components)
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=RATE, total_steps=1000 * recipe.epochs + 1)
    random = np.random.default_rng(recipe.seed)
    for epoch in range(recipe.epochs):
        starts, firsts, lasts = _stretches(material, random)
        losses = []
        for number, rows in enumerate(np.array_split(random.permutation(len(starts)), max(1, len(starts) // BATCH))):
            around = starts[rows, None] + np.arange(-recipe.context, STRETCH + recipe.context)
            inside = starts[rows, None] + np.arange(STRETCH)
            wanted = truth[np.minimum(inside, len(truth) - 1)]
            wanted[torch.from_numpy((inside < firsts[rows, None]) | (inside > lasts[rows, None]))] = -1
            seen = states[np.clip(around, firsts[rows, None], lasts[rows, None])].float()
            loss = torch.nn.functional.cross_entropy(model(seen), wanted, ignore_index=-1, label_smoothing=SMOOTHED)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            losses.append(float(loss.detach()))
            while plan.last_epoch < 1000 * (epoch + number * BATCH / len(starts)):
                plan.step()
        say(f"epoch {epoch + 1}: loss {np.mean(losses):.4f} over {len(starts):,} stretches")
    model.eval()
    return _weights(model, recipe, mean, scale)


def _standard(states: NDArray[np.float16], mean: NDArray[Any], scale: NDArray[Any]) -> NDArray[np.float16]:
    out = np.empty_like(states)
    for start in range(0, len(states), 50_000):
        out[start : start + 50_000] = (states[start : start + 50_000] - mean) / scale
    return out


def _projection(states: NDArray[np.float16], size: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Mean, scale and the principal components of every tenth state, each component scaled to a variance of one."""
    sample = states[::10].astype(np.float32)
    mean, scale = sample.mean(axis=0), sample.std(axis=0) + 1e-3
    values, vectors = np.linalg.eigh(np.cov((sample - mean) / scale, rowvar=False))
    top = np.argsort(values)[::-1][:size]
    components = (vectors[:, top] / np.sqrt(values[top] + 1e-6)).T
    return mean, scale, components.astype(np.float32)


def _stretches(
    material: Heard, random: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Where stretches of one epoch begin, elsewhere each time, and the first and last frame of the window of each."""
    starts, firsts, lasts = [], [], []
    for a, b in zip(material.edges[:-1], material.edges[1:], strict=True):
        for start in range(int(a) - int(random.integers(STRETCH)), int(b), STRETCH):
            if (material.truth[max(a, start) : start + STRETCH] > OTHER).any() or random.random() < FAR:
                starts.append(start)
                firsts.append(int(a))
                lasts.append(int(b) - 1)
    return np.array(starts), np.array(firsts), np.array(lasts)


def _model(torch: Any, recipe: Recipe, components: NDArray[Any]) -> Any:
    """States (batch, frames, d) to logits (batch, 3, frames less the context at both ends)."""
    project = torch.nn.Linear(components.shape[1], recipe.components, bias=False)
    with torch.no_grad():
        project.weight.copy_(torch.from_numpy(components))
    project.weight.requires_grad = recipe.learned

    class Turned(torch.nn.Module):  # type: ignore[misc]
        def forward(self, x: Any) -> Any:
            return x.transpose(1, 2)

    width = 2 * recipe.context + 1
    layers = [project, Turned(), torch.nn.Dropout(recipe.dropped)]
    if recipe.hidden:
        layers += [torch.nn.Conv1d(recipe.components, recipe.hidden, width), torch.nn.ReLU()]
        layers += [torch.nn.Dropout(recipe.dropped), torch.nn.Conv1d(recipe.hidden, 3, 1)]
    else:
        layers += [torch.nn.Conv1d(recipe.components, 3, width)]
    return torch.nn.Sequential(*layers)


def _weights(model: Any, recipe: Recipe, mean: NDArray[Any], scale: NDArray[Any]) -> Weights:
    project, *convolutions = [layer for layer in model if hasattr(layer, "weight")]
    arrays = [layer.weight.detach().numpy() for layer in convolutions]
    biases = [layer.bias.detach().numpy() for layer in convolutions]
    w1 = arrays[0].transpose(2, 1, 0).reshape(-1, arrays[0].shape[0])
    if recipe.hidden:
        b1, w2, b2 = biases[0], arrays[1][:, :, 0].T, biases[1]
    else:  # in the same form: relu(x) - relu(-x) is x
        w1, b1 = np.concatenate([w1, -w1], axis=1), np.zeros(6)
        w2, b2 = np.concatenate([np.eye(3), -np.eye(3)]), biases[0]
    components = project.weight.detach().numpy()
    found = {"mean": mean, "scale": scale, "components": components, "w1": w1, "b1": b1, "w2": w2, "b2": b2}
    half = {name: np.asarray(array).astype(np.float16) for name, array in found.items()}
    return half | {"context": np.array(recipe.context, np.int32), "temperature": np.array(1.0, np.float32)}


def calibrated(weights: Weights, material: Heard, chances: Callable[[Weights, Heard], NDArray[np.float32]]) -> Weights:
    """With a temperature and biases under which the chances on `material` (heard in no training) are as likely as they
    can be: of frames called 0.7, seven of ten are then fillers, in speech of this kind."""
    from scipy.optimize import minimize

    asked = material.truth >= 0
    logits = np.log(chances(weights, material)[asked] + 1e-9)
    truth = material.truth[asked].astype(int)

    def loss(values: NDArray[np.float64]) -> float:
        moved = logits / np.exp(values[0]) + np.array([0.0, values[1], values[2]])
        moved -= moved.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(moved).sum(axis=1)) - moved[np.arange(len(truth)), truth]))

    found = minimize(loss, np.zeros(3), method="Nelder-Mead", options={"maxiter": 200}).x
    temperature = float(np.exp(found[0]))
    bias = weights["b2"].astype(np.float32) + temperature * np.array([0.0, found[1], found[2]], np.float32)
    return weights | {"temperature": np.array(temperature, np.float32), "b2": bias.astype(np.float16)}
