"""Makes customers.csv, the data of all examples but diamonds: 1,000 customers, made up, and whether they left."""
import numpy as np
import pandas as pd

random = np.random.default_rng(7)
n = 1000
customers = pd.DataFrame(
    {
        "plan": random.choice(["basic", "plus", "team"], n),
        "country": random.choice(["AT", "CH", "DE", "FR"], n),
        "months": random.integers(1, 60, n),
        "calls": random.poisson(2, n),
        "spend": random.gamma(3, 20, n).round(2),
    }
)
risk = 0.6 * customers["calls"] - 0.05 * customers["months"] + 0.8 * (customers["plan"] == "basic") - 0.5
customers["left"] = (random.random(n) < 1 / (1 + np.exp(-risk))).astype(int)
customers.to_csv("customers.csv", index=False)
