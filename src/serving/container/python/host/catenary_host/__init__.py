"""Runs a scikit-learn script (model_fn, input_fn, predict_fn, output_fn or transform_fn) behind HTTP."""
