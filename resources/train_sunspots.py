"""Trains the LSTM in sunspots.safetensors again: next year's sunspot number from this year's.

Run from anywhere: `python resources/train_sunspots.py`. It reads sunspots_yearly.csv, which
`--fetch` writes anew from statsmodels (the only step that needs statsmodels), and writes
sunspots.csv, the LSTM's input, and sunspots.safetensors beside itself, by the package safetensors
of the test extra. It prints what the forecast is worth on the years it was not trained on. The
seed is fixed; on another machine torch may round differently, and end at slightly other weights.
"""

import argparse
import csv
from pathlib import Path

import torch
from safetensors.torch import save_file

HERE = Path(__file__).resolve().parent
SOURCE = (
    "yearly mean sunspot number, 1700-2008, National Geophysical Data Center "
    "(ngdc.noaa.gov/stp/solar/solarda3.html), as statsmodels carries it: public domain"
)
SCALE = 100.0
HIDDEN_SIZE, NUM_LAYERS = 8, 2
FIRST_UNSEEN_YEAR = 1950
SEED, EPOCHS = 1700, 600


def fetch() -> None:
    """Write sunspots_yearly.csv from the data that statsmodels carries."""
    from statsmodels.datasets import sunspots

    table = sunspots.load_pandas().data
    with open(HERE / "sunspots_yearly.csv", "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["year", "sunspots"])
        rows.writerows((int(year), float(n)) for year, n in table.itertuples(index=False))


def read() -> tuple[list[int], list[float]]:
    """The years, and their sunspot numbers divided by `SCALE`."""
    with open(HERE / "sunspots_yearly.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    scaled = [round(float(row["sunspots"]) / SCALE, 4) for row in rows]
    return [int(row["year"]) for row in rows], scaled


class Forecaster(torch.nn.Module):
    """An LSTM and a linear readout of its top layer."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = torch.nn.LSTM(1, HIDDEN_SIZE, NUM_LAYERS)
        self.readout = torch.nn.Linear(HIDDEN_SIZE, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(T, 1) → (T, 1): at each year the forecast of the next."""
        return self.readout(self.lstm(x)[0])


def train(x: torch.Tensor, seen: int) -> Forecaster:
    """Train on the first `seen` years; the others are never looked at."""
    torch.manual_seed(SEED)
    model = Forecaster()
    optimiser = torch.optim.AdamW(model.parameters(), lr=0.01, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS)
    for epoch in range(EPOCHS):
        optimiser.zero_grad()
        loss = (model(x[: seen - 1]) - x[1:seen]).square().mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if epoch % 100 == 0 or epoch == EPOCHS - 1:
            print(f"epoch {epoch}: loss {loss.item():.5f}")
    return model


def main() -> None:
    """Fetch if asked, train, say what it is worth, and write the files."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--fetch", action="store_true", help="write sunspots_yearly.csv first")
    if options.parse_args().fetch:
        fetch()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    years, scaled = read()
    x = torch.tensor(scaled)[:, None]
    seen = years.index(FIRST_UNSEEN_YEAR)
    model = train(x, seen)
    with torch.inference_mode():
        errors = SCALE * (model(x[:-1]) - x[1:])
    persistence = SCALE * (x[:-1] - x[1:])
    for label, part in (("trained on", slice(seen - 1)), ("unseen", slice(seen - 1, None))):
        rms, naive = (e[part].square().mean().sqrt() for e in (errors, persistence))
        print(f"years {label}: RMSE {rms:.1f}, of 'as this year' {naive:.1f} sunspots")
    with open(HERE / "sunspots.csv", "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["year", "sunspots/100"])
        rows.writerows(zip(years, scaled, strict=True))
    save_file(model.state_dict(), HERE / "sunspots.safetensors", {"trained_on": SOURCE})


if __name__ == "__main__":
    main()
