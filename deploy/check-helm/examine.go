package main

import (
	"fmt"
	"strings"

	apps "k8s.io/api/apps/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
)

// examine looks at what the types allow and we do not want, and at what must fit together.
func examine(objects []runtime.Object) []string {
	var wrong []string
	say := func(format string, parts ...any) { wrong = append(wrong, fmt.Sprintf(format, parts...)) }
	deployments := map[string]*apps.Deployment{}
	for _, object := range objects {
		if deployment, ok := object.(*apps.Deployment); ok {
			deployments[deployment.Name] = deployment
		}
	}
	for name, deployment := range deployments {
		template := deployment.Spec.Template
		if !selects(deployment.Spec.Selector, template.Labels) {
			say("%s does not select its own pods", name)
		}
		examinePod(name, template.Spec, say)
	}
	for _, object := range objects {
		switch it := object.(type) {
		case *core.Service:
			if !selectsOne(&meta.LabelSelector{MatchLabels: it.Spec.Selector}, deployments) {
				say("service %s selects no pods", it.Name)
			}
			for _, port := range it.Spec.Ports {
				if !hasPort(it.Spec.Selector, deployments, port.TargetPort.StrVal) {
					say("service %s: no container has the port %s", it.Name, port.TargetPort.String())
				}
			}
		case *policy.PodDisruptionBudget:
			if !selectsOne(it.Spec.Selector, deployments) {
				say("disruption budget %s selects no pods", it.Name)
			}
		case *networking.NetworkPolicy:
			if !selectsOne(&it.Spec.PodSelector, deployments) {
				say("network policy %s selects no pods", it.Name)
			}
		case *autoscaling.HorizontalPodAutoscaler:
			target := deployments[it.Spec.ScaleTargetRef.Name]
			if target == nil {
				say("autoscaler %s: there is no deployment %s", it.Name, it.Spec.ScaleTargetRef.Name)
			} else if target.Spec.Replicas != nil {
				say("%s has an autoscaler and a number of its own", target.Name)
			}
		}
	}
	return wrong
}

func examinePod(name string, pod core.PodSpec, say func(string, ...any)) {
	security := pod.SecurityContext
	if security == nil || security.RunAsNonRoot == nil || !*security.RunAsNonRoot || security.SeccompProfile == nil {
		say("%s may run as root, or without a seccomp profile", name)
	}
	if pod.AutomountServiceAccountToken == nil || *pod.AutomountServiceAccountToken {
		say("%s gets a token of the cluster that it does not need", name)
	}
	for _, container := range pod.Containers {
		own := container.SecurityContext
		if own == nil || own.ReadOnlyRootFilesystem == nil || !*own.ReadOnlyRootFilesystem ||
			own.AllowPrivilegeEscalation == nil || *own.AllowPrivilegeEscalation ||
			own.Capabilities == nil || len(own.Capabilities.Drop) != 1 || own.Capabilities.Drop[0] != "ALL" {
			say("%s/%s has more rights than it needs", name, container.Name)
		}
		if container.LivenessProbe == nil || container.ReadinessProbe == nil || container.StartupProbe == nil {
			say("%s/%s is not watched", name, container.Name)
		}
		if container.Resources.Requests.Memory().IsZero() || container.Resources.Limits.Memory().IsZero() {
			say("%s/%s does not say how much memory it takes", name, container.Name)
		}
		if !strings.Contains(container.Image, ":") || strings.HasSuffix(container.Image, ":latest") {
			say("%s/%s: the image %q is not pinned", name, container.Name, container.Image)
		}
		for _, variable := range container.Env {
			if isSecret(variable.Name) && variable.Value != "" {
				say("%s/%s has %s in plain text", name, container.Name, variable.Name)
			}
		}
	}
}

func isSecret(name string) bool {
	for _, ending := range []string{"_PASSWORD", "_SECRET_KEY", "_API_KEY", "_TOKEN", "DATABASE_URL", "REDIS_URL", "MONGODB_URL"} {
		if strings.HasSuffix(name, ending) {
			return true
		}
	}
	return false
}

func selectsOne(selector *meta.LabelSelector, deployments map[string]*apps.Deployment) bool {
	for _, deployment := range deployments {
		if selects(selector, deployment.Spec.Template.Labels) {
			return true
		}
	}
	return false
}

func selects(selector *meta.LabelSelector, pod map[string]string) bool {
	parsed, err := meta.LabelSelectorAsSelector(selector)
	return err == nil && !parsed.Empty() && parsed.Matches(labels.Set(pod))
}

func hasPort(selector map[string]string, deployments map[string]*apps.Deployment, port string) bool {
	for _, deployment := range deployments {
		if !selects(&meta.LabelSelector{MatchLabels: selector}, deployment.Spec.Template.Labels) {
			continue
		}
		for _, container := range deployment.Spec.Template.Spec.Containers {
			for _, own := range container.Ports {
				if own.Name == port {
					return true
				}
			}
		}
	}
	return false
}
