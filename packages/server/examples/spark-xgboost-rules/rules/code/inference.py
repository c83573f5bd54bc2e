"""The last container of the chain: business rules over XGBoost's risk."""


def model_fn(model_dir):
    return None  # rules need no file


def input_fn(body, content_type):
    # XGBoost's server answers `text/csv; charset=utf-8`; scikit-learn's container makes text of `text/csv` alone.
    text = body.decode() if isinstance(body, bytes) else body
    return [float(cell) for cell in text.replace("\n", ",").split(",") if cell]


def predict_fn(risks, model):
    return [("call today" if risk > 0.8 else "write a letter" if risk > 0.4 else "leave alone") for risk in risks]


def output_fn(actions, accept):
    return "\n".join(actions) + "\n", "text/csv"
