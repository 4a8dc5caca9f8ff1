# Sourced by .ci/run: renders the Helm chart and checks every object against the types of Kubernetes, with Go.

check_helm() {
  if ! command -v go >/dev/null; then
    apt-get update -qq && apt-get install -y -qq golang-go >/dev/null || return 1
  fi
  deploy/check-helm.sh
}
