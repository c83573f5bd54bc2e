#!/bin/sh
set -eu
eval "$(catenary env)"
python run.py
