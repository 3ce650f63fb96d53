"""Makes gradient.txt: losses and gradients of the network in ../bootstrap by PyTorch in float64.

Two sequences of 50 events of the golden gesture (from rows 0 and 100), zero state before each; the loss is the mean
over 100 events of minus the log likelihood of the next event: once as a density at its values, once as the mass of
its bin. The whole gradient is too long for a text file: of each tensor, its Euclidean length and every 211th value.
Wants PyTorch and NumPy. Run: python3 make_gradient.py > gradient.txt
"""

import math
import os

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
here = os.path.dirname(os.path.abspath(__file__))
weights = np.load(os.path.join(here, "..", "bootstrap", "mdrnn-9d-s-residual-weights.npz"))
events = np.load(os.path.join(here, "..", "bootstrap", "mdrnn-9d-s-residual-golden.npz"))["events"]
D, U, M = 9, 64, 24
names = [f"lstm{l}.{part}" for l in range(2) for part in ("kernel", "recurrent", "bias")]
names += [f"head.{part}.{kind}" for part in ("mu", "sigma", "pi") for kind in ("kernel", "bias")]
tensors = {name: torch.tensor(weights[name].astype(np.float64), requires_grad=True) for name in names}
rows = torch.tensor(np.stack([events[0:51], events[100:151]]).astype(np.float64)) * 10  # (2, 51, D)


def layer(x, l):
    h = c = torch.zeros(x.shape[0], U)
    said = []
    for t in range(x.shape[1]):
        z = x[:, t] @ tensors[f"lstm{l}.kernel"].T + h @ tensors[f"lstm{l}.recurrent"].T + tensors[f"lstm{l}.bias"]
        i, f, g, o = z.split(U, dim=1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
        said.append(h)
    return torch.stack(said, dim=1)


def linear(x, part):
    return x @ tensors[f"head.{part}.kernel"].T + tensors[f"head.{part}.bias"]


def log_mass(low, high):
    """Of a standard normal. Mirrored so that the middle is not negative; then either zero lies in the bin, and the
    mass is one less both tails, or both bounds are in the upper tail, whose common factor exp(-a^2/2) stays outside."""
    flip = low + high < 0
    a, b = torch.where(flip, -high, low) / math.sqrt(2), torch.where(flip, -low, high) / math.sqrt(2)
    inside = a < 0
    upper = torch.where(inside, torch.zeros_like(a), a)  # the branch not taken must have finite slopes, too
    tail = torch.special.erfcx(upper) - torch.special.erfcx(b) * torch.exp(upper * upper - b * b)
    middle = torch.where(inside, a, -torch.ones_like(a))
    both = torch.erfc(-middle) + torch.erfc(torch.where(inside, b, torch.ones_like(b)))
    return torch.where(inside, torch.log(1 - both / 2), torch.log(tail / 2) - upper * upper)


def loss(bins):
    x, y = rows[:, :-1], rows[:, 1:]
    hidden = layer(layer(x, 0), 1)
    offset = x.clone()
    offset[:, :, 0] = 0
    mean = linear(hidden, "mu").reshape(2, 50, M, D) + offset[:, :, None, :]
    deviation = torch.nn.functional.elu(linear(hidden, "sigma")).reshape(2, 50, M, D) + 1 + 1e-7
    prior = torch.log_softmax(linear(hidden, "pi"), dim=2)
    target = y[:, :, None, :]
    if bins:
        half = torch.full((D,), 10 / 254)
        half[0] = 10 * 0.0005
        value = log_mass((target - half - mean) / deviation, (target + half - mean) / deviation)
    else:
        value = torch.distributions.Normal(mean, deviation).log_prob(target)
    return -torch.logsumexp(prior + value.sum(dim=3), dim=2).mean()


print(f"# Source: make_gradient.py, PyTorch {torch.__version__} in float64.")
print("# tensor | loss or Euclidean length | every 211th value of the gradient")
for bins in (False, True):
    for tensor in tensors.values():
        tensor.grad = None
    value = loss(bins)
    value.backward()
    kind = "bins" if bins else "density"
    print(f"{kind} loss | {value.item()!r} |")
    for name, tensor in tensors.items():
        gradient = tensor.grad.reshape(-1)
        assert torch.isfinite(gradient).all()
        sample = " ".join(repr(v) for v in gradient[::211].tolist())
        print(f"{kind} {name} | {gradient.norm().item()!r} | {sample}")
