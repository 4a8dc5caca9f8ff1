#!/usr/bin/env bash
# Loads docker-compose.yml as Compose does, with the values of .env.example; a warning is an error. Needs Go.
set -euo pipefail
cd "$(dirname "$0")/check-compose"
exec go run . ../docker-compose.yml ../.env.example
