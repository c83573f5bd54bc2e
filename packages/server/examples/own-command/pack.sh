#!/bin/sh
# The archive holds what the command reads; the command itself stands in catenary.yaml.
set -eu
tar czf model.tar.gz prices.json
cat >catenary.yaml <<YAML
images:
  - match: "*/prices-python:*"
    command: [python3, $PWD/python/serve.py]
  - match: "*/prices-node:*"
    command: [node, $PWD/node/serve.mjs]
YAML
