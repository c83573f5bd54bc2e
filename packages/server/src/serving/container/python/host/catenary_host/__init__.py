"""Runs a script of a framework's image (model_fn, input_fn, predict_fn, output_fn or transform_fn) behind HTTP."""
