# Sourced by .ci/run: renders the Helm chart and checks every object against the types of Kubernetes, with Go.

check_helm() {
  nice deploy/check-helm.sh
}
