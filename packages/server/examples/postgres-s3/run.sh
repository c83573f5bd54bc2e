#!/bin/sh
# A server that keeps nothing of its own: resources in PostgreSQL, objects in a store that speaks S3. These say where:
#   CATENARY_STORE_URL=postgres://user:password@host/database
#   CATENARY_S3_ENDPOINT=http://host:port CATENARY_S3_ACCESS_KEY_ID=... CATENARY_S3_SECRET_ACCESS_KEY=...
set -eu
export CATENARY_S3_BUCKETS='*' CATENARY_PORT="${CATENARY_PORT:-4747}"
first=$(mktemp -d)
trap 'kill $server; wait $server || true; rm -rf "$first"' EXIT
export CATENARY_DATA="$first"
catenary serve 2>/dev/null >&2 &
server=$!
until catenary env >/dev/null 2>&1; do
  kill -0 "$server" || exit 1
  sleep 1
done
catenary deploy churn-stores ../sklearn-pipeline/model.joblib >&2
catenary invoke churn-stores --input ../sklearn-pipeline/rows.csv
