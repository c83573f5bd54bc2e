#!/bin/sh
# Needs a server that was started with this folder's catenary.yaml: catenary serve --config catenary.yaml
set -eu
for language in python node; do
  catenary deploy "prices-$language" model.tar.gz --image "prices-$language:latest" >&2
  catenary invoke "prices-$language" --input rows.csv
done
