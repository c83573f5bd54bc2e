#!/bin/sh
# model.tar.gz: what Spark saved, and the schema at the top.
set -eu
tar czf model.tar.gz pipeline schema.json
