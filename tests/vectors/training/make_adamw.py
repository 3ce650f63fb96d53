"""Makes adamw.txt: what PyTorch's AdamW, clip_grad_norm_ and OneCycleLR do to a few numbers in float64.

Sixteen parameters with weight decay 0.1 and sixteen without, as two groups; ten steps with gradients written down
here, the first of which are clipped to length 1. Wants PyTorch. Run: python3 make_adamw.py > adamw.txt
"""

import math

import torch

torch.set_default_dtype(torch.float64)
STEPS = 10
matrix = torch.tensor([math.sin(i) for i in range(16)], requires_grad=True)
bias = torch.tensor([math.cos(i) for i in range(16)], requires_grad=True)
optimizer = torch.optim.AdamW(
    [{"params": [matrix], "weight_decay": 0.1}, {"params": [bias], "weight_decay": 0.0}], lr=0.02)
schedule = torch.optim.lr_scheduler.OneCycleLR(
    optimizer, max_lr=0.02, total_steps=STEPS, pct_start=0.3, div_factor=25, final_div_factor=1e4,
    cycle_momentum=False)
print(f"# Source: make_adamw.py, PyTorch {torch.__version__} in float64.")
print("# step | learning rate | gradient length before clipping | the 32 parameters after the step")
for step in range(STEPS):
    rate = schedule.get_last_lr()[0]
    scale = 4.0 / (step + 1)
    matrix.grad = torch.tensor([scale * math.sin(0.7 * i + step) for i in range(16)])
    bias.grad = torch.tensor([scale * math.cos(1.3 * i - step) for i in range(16)])
    length = torch.nn.utils.clip_grad_norm_([matrix, bias], 1.0).item()
    optimizer.step()
    schedule.step()
    values = " ".join(repr(v) for v in [*matrix.tolist(), *bias.tolist()])
    print(f"{step} | {rate!r} | {length!r} | {values}")
