#!/usr/bin/env bash
# Renders the chart as Helm does, and decodes every object strictly into the types of Kubernetes. Needs Go.
set -euo pipefail
cd "$(dirname "$0")/check-helm"
exec go run . ../helm/cosmic-insights values/*.yaml
